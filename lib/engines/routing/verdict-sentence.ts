import { FACTORS, FILTERS } from "#lib/contracts/routing.ts";
import { configurationOf, type DecisionFrame } from "./decision-frame.ts";
import { noPredictorSentence, unreadTextSentence } from "./evidence-sentence.ts";
import { FILTER_PLUGINS } from "./filters/all.ts";
import { counted } from "./filters/plugin.ts";
import { STRIDE } from "./scorers/plugin.ts";
import { ranksLevel } from "./selection.ts";
import { weightShares } from "./task-agent-scorer.ts";
import { usdText } from "./usd-text.ts";

/** A lead smaller than this has no digits to show, and no factor that made it. */
const VISIBLE_LEAD = 0.005;
/** A task may require fifty capabilities; nobody reads fifty reasons. */
const REASONS_TOLD = 6;

/** "3 of 14 eligible; researcher_002 by 0.11 over researcher_001, mostly performance." */
export function assignedSentence(
  frame: DecisionFrame,
  ranking: Int32Array,
  scores: Float32Array,
  total: Float64Array,
  place: number,
  propensity: number,
  isFirstStep: boolean,
): string {
  const { names, count } = frame.fleet;
  const row = ranking[place] as number;
  const name = names[row] ?? "";
  const head = `${ranking.length} of ${count} eligible; ${name}`;
  const rival = ranking[place === 0 ? 1 : 0];
  if (ranking.length === 1 || rival === undefined) return `${head} is the only one.${downgraded(frame, row)}`;
  const rivalName = names[rival] ?? "";
  const lead = (total[row] as number) - (total[rival] as number);
  const level = ranksLevel(total[row] as number, total[rival] as number);
  const standing = place === 0 ? ahead() : isFirstStep ? `goes first (${behind()})` : triedOut();
  return `${head} ${standing}.${downgraded(frame, row)}`;

  function behind(): string {
    return level ? `level with ${rivalName}` : `${leadText(Math.abs(lead))} behind ${rivalName}`;
  }

  function triedOut(): string {
    return `tried out (${behind()}; chosen with probability ${propensity.toFixed(2)})`;
  }

  function ahead(): string {
    if (level && propensity === 1) return `level with ${rivalName}; the name decided`;
    if (level) return `level with ${rivalName} (chosen with probability ${propensity.toFixed(2)})`;
    if (lead < VISIBLE_LEAD) return `by ${leadText(lead)} over ${rivalName}`;
    return `by ${leadText(lead)} over ${rivalName}, mostly ${mainFactor(frame, scores, row, rival as number)}`;
  }
}

function leadText(lead: number): string {
  return lead < VISIBLE_LEAD ? "less than 0.01" : lead.toFixed(2);
}

function mainFactor(frame: DecisionFrame, scores: Float32Array, winner: number, rival: number): string {
  const shares = weightShares(frame.policy);
  let best = 0;
  let most = -Infinity;
  for (let f = 0; f < STRIDE; f++) {
    const share = shares[f] as number;
    const lead = share * ((scores[winner * STRIDE + f] as number) - (scores[rival * STRIDE + f] as number));
    if (lead > most) {
      most = lead;
      best = f;
    }
  }
  return FACTORS[best] ?? "";
}

function downgraded(frame: DecisionFrame, row: number): string {
  const reason = downgradeReason(frame, row);
  return reason ? ` ${reason}` : "";
}

/** Why this candidate would run a cheaper configuration than its own, or null. */
export function downgradeReason(frame: DecisionFrame, row: number): string | null {
  const downgrade = frame.downgrades.get(row);
  if (!downgrade) return null;
  const left = usdText(downgrade.remainingNanoUsd);
  return `Runs ${downgrade.to.ref} instead of ${downgrade.from.ref}: budget "${downgrade.budgetName}" has ${left} left.`;
}

/** "No agent could take this task: 9 lack web_search, 3 are full, 2 are over budget." */
export function nobodySentence(frame: DecisionFrame): string {
  const { refused, fleet, task, forecast } = frame;
  if (fleet.count === 0) return "No agent could take this task: the fleet has no agents.";
  const rowsBy: number[][] = FILTERS.map(() => []);
  for (let row = 0; row < refused.length; row++) {
    const mask = refused[row] as number;
    // Each agent counts under the first filter that refused it.
    if (mask !== 0) rowsBy[31 - Math.clz32(mask & -mask)]?.push(row);
  }
  const tallies = FILTERS.flatMap((name, f) => FILTER_PLUGINS[name].tally(frame, rowsBy[f] ?? []))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ text }) => text);
  const told = [...new Set(tallies)];
  const more = told.splice(REASONS_TOLD).length;
  const rest = more === 0 ? "" : `, and ${counted(more, "more reason", "more reasons")}`;
  // Only then did success have a part in it.
  const predicted = task.constraints.minSuccessProbability === null ? "" : predictionSentence();
  return `No agent could take this task: ${told.join(", ")}${rest}.${predicted}`;

  function predictionSentence(): string {
    return forecast.hasPredictor ? unreadTextSentence(frame) : noPredictorSentence(frame);
  }
}

/** "researcher_002 could not be reserved and was passed over." */
export function passedOverSentence(frame: DecisionFrame, rows: readonly number[]): string {
  const names = rows.map((row) => frame.fleet.names[row] ?? "");
  const who = names.length <= 3 ? names.join(", ") : counted(names.length, "agent", "agents");
  return `${who} could not be reserved and ${names.length === 1 ? "was" : "were"} passed over.`;
}

/** The price of the winner is unknown: says what is held instead. */
export function unpricedSentence(frame: DecisionFrame, row: number, holdNanoUsd: number): string {
  const known = !Number.isNaN(frame.costP90NanoUsd[row] ?? Number.NaN);
  if (known || Number.isNaN(holdNanoUsd) || !frame.inputs.budgets.some(({ action }) => action === "block")) return "";
  const ref = configurationOf(frame, row)?.ref ?? "no configuration";
  return ` Its cost is unknown (${ref}), so ${usdText(holdNanoUsd)} is held.`;
}
