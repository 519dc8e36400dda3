import type { BudgetThreshold } from "#lib/contracts/budget.ts";

/** Thresholds as somebody types them: "80%, 100%, $5". */
export function thresholdsText(thresholds: readonly BudgetThreshold[]): string {
  return thresholds.map((one) => ("usd" in one ? `$${one.usd}` : `${one.percent}%`)).join(", ");
}

/** Thresholds of such a text; null: part of it is neither a share nor an amount. */
export function parseThresholds(text: string): BudgetThreshold[] | null {
  const parts = text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const thresholds = parts.map(parseOne);
  return thresholds.every((one) => one !== null) ? thresholds : null;
}

function parseOne(part: string): BudgetThreshold | null {
  const share = /^(\d+(?:\.\d+)?)\s*%$/.exec(part)?.[1];
  if (share !== undefined) return Number(share) > 0 ? { percent: Number(share) } : null;
  const amount = /^\$\s*(\d+(?:\.\d+)?)$/.exec(part)?.[1];
  return amount !== undefined && Number(amount) > 0 ? { usd: Number(amount) } : null;
}
