import type { BudgetScope, BudgetView } from "#lib/contracts/budget.ts";
import type { LampState } from "#lib/contracts/overview.ts";
import { formatUsd } from "#lib/core/money.ts";
import { Lamp } from "../ui/lamp.tsx";
import { Meter } from "../ui/meter.tsx";

const STATES: Record<BudgetView["state"], { state: LampState; word: string }> = {
  ok: { state: "on", word: "Inside" },
  near_limit: { state: "caution", word: "Near its limit" },
  paused: { state: "off", word: "Paused" },
  exhausted: { state: "danger", word: "Used up" },
};

export function BudgetLamp({ budget }: { budget: BudgetView }) {
  return <Lamp {...STATES[budget.state]} />;
}

const share = (part: string, limit: string): number => {
  const whole = BigInt(limit);
  return whole === 0n ? 1 : Number((BigInt(part) * 10_000n) / whole) / 10_000;
};

/** Spent, then held, against the limit. */
export function BudgetBar({ budget }: { budget: BudgetView }) {
  const { name, effectiveLimitNanoUsd: limitNanoUsd, spentNanoUsd, heldNanoUsd, state } = budget;
  const tone = state === "exhausted" ? "danger" : state === "near_limit" ? "caution" : "accent";
  return (
    <Meter
      label={name}
      parts={[
        { share: share(spentNanoUsd, limitNanoUsd), tone, label: `${formatUsd(BigInt(spentNanoUsd))} spent` },
        { share: share(heldNanoUsd, limitNanoUsd), tone: "muted", label: `${formatUsd(BigInt(heldNanoUsd))} held` },
      ]}
    />
  );
}

/** "fleet main, role analyst", or "everything". */
export function describeScope(scope: BudgetScope): string {
  const parts = Object.entries(scope).map(([part, value]) => `${part} ${value}`);
  return parts.length > 0 ? parts.join(", ") : "everything";
}
