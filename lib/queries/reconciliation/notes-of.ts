import type { Provider } from "#lib/contracts/configuration.ts";
import { PROVIDER_LABELS } from "#lib/contracts/reconciliation.ts";
import { daysBetween } from "#lib/engines/cost/reconcile/counting-uploads.ts";
import type { CellSum } from "#lib/engines/cost/reconcile/summarise.ts";
import type { UsageGroup } from "#lib/store/known-usage.ts";

interface Facts {
  provider: Provider;
  from: string;
  to: string;
  covers: { tokens: ReadonlySet<string>; costs: ReadonlySet<string> };
  calls: readonly UsageGroup[];
  reports: readonly UsageGroup[];
  sum: CellSum;
}

const number = (value: number | bigint) => value.toLocaleString("en-US");
const things = (count: number, one: string) => `${number(count)} ${one}${count === 1 ? "" : "s"}`;

/** What a reader must know of the figures, one sentence each. */
export function notesOf({ provider, from, to, covers, calls, reports, sum }: Facts): string[] {
  const days = daysBetween(from, to);
  const uncovered = days.filter((day) => !covers.tokens.has(day) && !covers.costs.has(day));
  const notes: string[] = [];
  if (uncovered.length > 0) {
    const which = uncovered.length <= 5 ? ` (${uncovered.join(", ")})` : "";
    notes.push(`No export covers ${things(uncovered.length, "day")} of the range${which}: they are not compared.`);
  }
  const tokensAlone = days.filter((day) => covers.tokens.has(day) && !covers.costs.has(day)).length;
  if (tokensAlone > 0) {
    notes.push(
      `For ${things(tokensAlone, "day")} the exports tell tokens and no amounts: they stand at Signalbox's prices. ` +
        `Upload the costs export of ${PROVIDER_LABELS[provider]} too to compare what was paid.`,
    );
  }
  const costsAlone = days.filter((day) => covers.costs.has(day) && !covers.tokens.has(day)).length;
  if (costsAlone > 0) {
    notes.push(
      `For ${things(costsAlone, "day")} the exports tell amounts and no tokens: a price that differs cannot be told from ` +
        "usage elsewhere. Upload the usage export too.",
    );
  }
  if (sum.unpricedBilledTokens > 0n) {
    notes.push(`${number(sum.unpricedBilledTokens)} billed tokens have no price here and no amount there: in no sum.`);
  }
  const unknown = calls.reduce((all, { unknownTokens }) => all + unknownTokens, 0);
  if (unknown > 0) {
    notes.push(
      `Of ${things(unknown, "call")} nobody knows the tokens: the provider did not tell. They count as usage elsewhere.`,
    );
  }
  if (reports.length > 0) {
    notes.push(
      "Agents report what they read as one number, which is compared as input; their day is the one their work ended on.",
    );
  }
  return notes;
}
