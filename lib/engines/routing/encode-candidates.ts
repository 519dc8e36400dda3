import { FACTORS } from "#lib/contracts/routing.ts";
import type { DecisionFrame } from "./decision-frame.ts";
import type { FleetColumns } from "./fleet-columns.ts";
import { RefusalTable } from "./refusal-table.ts";
import type { RoutingResult } from "./routing-result.ts";
import { STRIDE } from "./scorers/plugin.ts";

export const SCORE_STEPS = 10_000;
export const OFFSET_STEPS = 1000;
export const SD_STEPS = 1000;
/** Of what a dollar is worth. */
export const PACE_STEPS = 1000;
export const TOTAL_STEPS = 1_000_000;
/** Stands for unknown in columns of counts. */
export const UNKNOWN = -1;

/**
 * Every candidate of a decision as compact, self-contained JSON, to be stored with it: columns of integers, refusals
 * as the few facts they rest on. Runs with every decision, so it concatenates text; the agents' part is made once a snapshot.
 *
 * agents [id, name, ...] · configurations [ref, ...] · runs: index per agent, -1 none · weights by FACTORS · chosen row ·
 * refused: bit mask over FILTERS · total x 1e6 and scores x 1e4 (7 a row) of eligible rows in row order ·
 * success x 1e4 · cost in nano-dollars · duration in ms · facts: distinct [filter, ...facts] ·
 * why: for each refused row in row order, indexes into facts ·
 * chance: [row, probability, ...] of the rows that could have been picked; empty when the choice was certain ·
 * live: [row, offset x 1e3 in logits, failed, of so many newest outcomes, ...] of corrected rows ·
 * pace: points of success a dollar is worth x 1e3 by row, where a budget is ahead of its pace ·
 * plan: rows of the escalation plan's steps · trial: rows of agents on trial · sd x 1e3 of the logit of success, where the policy draws by belief
 */
export function encodeCandidates(result: RoutingResult): string {
  const { candidates, frame, chosen } = result;
  const { refused, scores, total } = candidates;
  const { weights } = frame.policy;
  let totals = "";
  let factors = "";
  const refusals = new RefusalTable(frame);
  for (let row = 0; row < refused.length; row++) {
    if (refused[row] !== 0) {
      refusals.add(row);
      continue;
    }
    totals += `${totals && ","}${Math.round((total[row] as number) * TOTAL_STEPS)}`;
    for (let cell = row * STRIDE; cell < (row + 1) * STRIDE; cell++) {
      factors += `${factors && ","}${Math.round((scores[cell] as number) * SCORE_STEPS)}`;
    }
  }
  return (
    `{"v":1,${agentsOf(frame.fleet)},${configurationsOf(frame)},"weights":[${FACTORS.map((name) => weights[name] ?? 0)}],` +
    `"chosen":${chosen},"refused":[${refused}],"total":[${totals}],"scores":[${factors}],` +
    `"success":[${scaled(candidates.successProbability, SCORE_STEPS)}],"cost":[${scaled(candidates.costNanoUsd, 1)}],` +
    `"duration":[${scaled(candidates.durationP50Ms, 1)}],"facts":[${refusals.facts}],"why":[${refusals.why}],` +
    `"chance":[${chances(result)}],"trial":[${[...result.onTrial]}],"sd":[${spreads(result)}],"live":[${corrections(result)}],` +
    `"pace":[${scaledOrNone(frame.pace?.lambdaPerUsd)}],"plan":[${result.escalation?.plan.steps.map(({ row }) => row) ?? ""}]}`
  );
}

const scaledOrNone = (column: Float64Array | undefined) => (column ? scaled(column, PACE_STEPS) : "");

function scaled(column: Float64Array, steps: number): string {
  let text = "";
  for (let i = 0; i < column.length; i++) {
    const value = column[i] as number;
    text += `${i === 0 ? "" : ","}${Number.isFinite(value) ? Math.round(value * steps) : UNKNOWN}`;
  }
  return text;
}

/** Rows that could have been picked and with which probability, in full precision: comparisons divide by it. */
function chances({ ranking, probability }: RoutingResult): string {
  if (!probability) return "";
  const cells: number[] = [];
  for (let place = 0; place < ranking.length; place++) {
    if ((probability[place] as number) > 0) cells.push(ranking[place] as number, probability[place] as number);
  }
  return cells.join(",");
}

function spreads({ frame }: RoutingResult): string {
  return frame.policy.selection.kind === "thompson" ? scaled(frame.forecast.successSd, SD_STEPS) : "";
}

function corrections({ frame }: RoutingResult): string {
  let text = "";
  frame.forecast.live?.forEach((correction, row) => {
    if (!correction) return;
    const { offsetLogit, recentFailed, recentOutcomes } = correction;
    text += `${text && ","}${row},${Math.round(offsetLogit * OFFSET_STEPS)},${recentFailed},${recentOutcomes}`;
  });
  return text;
}

function agentsOf(fleet: FleetColumns): string {
  fleet.storedAgents ??= `"agents":${JSON.stringify(fleet.agents.flatMap(({ id, name }) => [id, name]))}`;
  return fleet.storedAgents;
}

function configurationsOf(frame: DecisionFrame): string {
  const { fleet } = frame;
  if (frame.configurations !== fleet.configurations) return encodedConfigurations(frame);
  fleet.storedConfigurations ??= encodedConfigurations(fleet);
  return fleet.storedConfigurations;
}

function encodedConfigurations({
  configurations,
  configuration,
}: Pick<FleetColumns, "configurations" | "configuration">): string {
  return `"configurations":${JSON.stringify(configurations.map(({ ref }) => ref))},"runs":[${configuration}]`;
}
