import type { AgentTraits, Observation, UnjudgedRun } from "#lib/contracts/prediction.ts";
import type { EmbeddedTexts } from "#lib/contracts/text-source.ts";
import { teachSuccess } from "./cold-start/teach-success.ts";
import { foldsOf, foldTables, heldOutLogits, type OutcomeRows } from "./cross-fit.ts";
import { checkLead, choicesByTextPay } from "./lead-check.ts";
import { type PredictorState, tableOnly } from "./predictor-state.ts";
import { QUANTITIES, type QuantityName } from "./quantities.ts";
import { QuantityModel } from "./quantity-model.ts";
import { learnFailureCorrelation } from "./shared-failures.ts";
import { type ColdStart, SuccessModel, sigmoid } from "./success-model.ts";
import { fitPlatt } from "./text/platt-scaling.ts";
import { learnQuantity } from "./text/quantity-learning.ts";
import { learnSuccess } from "./text/success-learning.ts";
import { TaskFeatures } from "./text/task-features.ts";
import type { TextEffects } from "./text/text-effects.ts";
import { TextModel } from "./text/text-model.ts";
import { groupByText, TextList, type TextRows } from "./text/text-rows.ts";
import { leafName, Vocabulary } from "./vocabulary.ts";

/** A stage of training and how much of the whole is done when it begins, 0-1. */
export type OnProgress = (stage: string, share: number) => void;

export interface FitOptions {
  coldStart: ColdStart;
  /** Decides which outcomes are held out together and where the search for directions of texts begins. */
  seed: number;
  onProgress: OnProgress;
  /** Read instead of the texts' words and characters; a text without a vector counts as absent. */
  embedded: EmbeddedTexts | null;
  /** By agent, as far as anything is known of it beforehand. */
  traits: ReadonlyMap<string, AgentTraits>;
  /** Runs that teach durations, tokens and costs beside the observations. */
  unjudged: Iterable<UnjudgedRun>;
}

/** Fewer distinct texts say nothing beyond type and source. */
const MIN_TEXTS = 50;

/** Tasks in which failures are compared: the first so many. */
const MAX_TASKS = 50_000;

/** Learns everything the predictor knows; the same observations in the same order and the same seed give the same state. */
export function fitPredictor(observations: Iterable<Observation>, options: FitOptions): PredictorState {
  const { coldStart, seed, onProgress, embedded, traits, unjudged } = options;
  onProgress("reading outcomes", 0);
  const columns = readColumns(observations, unjudged, embedded);
  const { agents, types, leaves, texts, rows, taskOf, values, runs } = columns;
  onProgress("success by type and source", 0.05);
  const success = new SuccessModel(coldStart);
  for (let row = 0; row < rows.scores.length; row++) {
    const [agent, type, leaf] = [rows.agents[row] as number, rows.types[row] as number, rows.leaves[row] as number];
    success.add(agent, type, leaf, rows.scores[row] as number);
  }
  success.fit();
  const lesson = teachSuccess(success, agents, traits);
  onProgress("cross-validation of the table", 0.12);
  const count = rows.scores.length;
  const foldOf = foldsOf(runs.textOf.subarray(0, count), columns.judgedTextCount, seed);
  const tables = foldTables(rows, foldOf, success, coldStart);
  const base = heldOutLogits(rows, foldOf, tables);
  const lead = checkLead(rows, foldOf, success, tables);
  onProgress("text features", 0.25);
  const features = texts.length >= MIN_TEXTS ? TaskFeatures.fit(texts, seed, embedded) : null;
  const allJudged = runs.textOf.length === count;
  const foldOfRun = allJudged ? foldOf : foldsOf(runs.textOf, texts.length, seed);
  const runTexts = features ? withFeatures(groupByText(runs.textOf, texts.length, foldOfRun), texts, features) : null;
  const textRows = runTexts && (allJudged ? runTexts : judgedTexts(columns, foldOf, runTexts));
  onProgress("success by text", 0.5);
  const agentCount = agents.names.length;
  const learned = textRows
    ? learnSuccess({ agents: rows.agents, agentCount, scores: rows.scores, base }, textRows)
    : null;
  const logits = learned?.heldOutLogits ?? base;
  const byText =
    textRows && learned && reorders(learned.learner) ? choicesByTextPay(rows, textRows, logits, lead.leader) : null;
  const report = tableOnly();
  if (learned) Object.assign(report, { learner: learned.learner, candidates: learned.candidates });
  const effects = {} as Record<QuantityName, TextEffects | null>;
  const quantities = {} as Record<QuantityName, QuantityModel>;
  QUANTITIES.forEach((name, i) => {
    onProgress(QUANTITY_STAGES[name], 0.65 + 0.08 * i);
    const model = new QuantityModel();
    effects[name] = null;
    model.fit({ ...runs, values: values[name] }, (residuals) => {
      if (!runTexts) return null;
      const { effects: own, heldOut, explained } = learnQuantity(residuals, runs.agents, agentCount, runTexts);
      effects[name] = own;
      report.explainedByText[name] = explained;
      return heldOut;
    });
    quantities[name] = model;
  });
  onProgress("calibration", 0.97);
  const calibration = fitPlatt(logits, rows.scores);
  const foretold = (row: number) => sigmoid(calibration.scale * (logits[row] as number) + calibration.shift);
  const usesText = features && (learned?.effects || learned?.nearest || QUANTITIES.some((name) => effects[name]));
  return {
    agents,
    types,
    leaves,
    rows: count,
    coldStart,
    lesson,
    failureCorrelation: learnFailureCorrelation({ rows, taskOf, foretold }),
    leader: (byText ?? lead.othersPay) ? -1 : lead.leader,
    success,
    quantities,
    text: usesText
      ? new TextModel({
          ...{ features, agentCount, success: learned?.effects ?? null, nearest: learned?.nearest ?? null },
          quantities: effects,
        })
      : null,
    calibration,
    learning: report,
  };
}

const QUANTITY_STAGES: Readonly<Record<QuantityName, string>> = {
  durationMs: "durations",
  inputTokens: "input tokens",
  outputTokens: "output tokens",
  costNanoUsd: "costs",
};

/** Effects shared by all agents move every probability but not who is ahead. */
function reorders(learner: string): boolean {
  return learner !== "table" && learner !== "logistic";
}

function withFeatures(
  groups: ReturnType<typeof groupByText>,
  texts: readonly string[],
  taskFeatures: TaskFeatures,
): TextRows {
  const { width, projection } = taskFeatures;
  const features = new Float64Array(texts.length * width);
  texts.forEach((text, at) => {
    const own = taskFeatures.of(text);
    if (own) features.set(own, at * width);
  });
  return { ...groups, features, width, aboutWidth: projection.dimensions };
}

/** The texts of judged outcomes come first: success is learned from these alone. */
function judgedTexts(
  { runs, judgedTextCount: count }: ReturnType<typeof readColumns>,
  foldOf: Uint8Array,
  { features, width, aboutWidth }: TextRows,
): TextRows {
  const groups = groupByText(runs.textOf.subarray(0, foldOf.length), count, foldOf);
  return { ...groups, features: features.subarray(0, count * width), width, aboutWidth };
}

/** Judged outcomes as `rows`; these and then the runs nobody has judged as `runs`. */
function readColumns(
  observations: Iterable<Observation>,
  unjudged: Iterable<UnjudgedRun>,
  embedded: EmbeddedTexts | null,
) {
  const [agents, types, leaves, texts] = [new Vocabulary(), new Vocabulary(), new Vocabulary(), new TextList()];
  const tasks = new Map<string, number>();
  const scores: number[] = [];
  const [agentOf, typeOf, leafOf, textOf]: [number[], number[], number[], number[]] = [[], [], [], []];
  const taskOf: number[] = [];
  const values: Record<QuantityName, number[]> = { durationMs: [], inputTokens: [], outputTokens: [], costNanoUsd: [] };
  const addRun = (seen: UnjudgedRun) => {
    agentOf.push(agents.add(seen.agentName));
    typeOf.push(types.add(seen.taskType));
    leafOf.push(seen.source === null ? -1 : leaves.add(leafName(seen.taskType, seen.source)));
    textOf.push(embedded && !embedded.vectorOf(seen.text) ? -1 : texts.add(seen.text));
    values.durationMs.push(seen.latencyMs ?? Number.NaN);
    values.inputTokens.push(seen.inputTokens ?? Number.NaN);
    values.outputTokens.push(seen.outputTokens ?? Number.NaN);
    values.costNanoUsd.push(seen.costNanoUsd ?? Number.NaN);
  };
  for (const seen of observations) {
    addRun(seen);
    taskOf.push(taskIndex(tasks, seen.taskKey));
    scores.push(seen.score);
  }
  const judgedTextCount = texts.texts.length;
  for (const seen of unjudged) addRun(seen);
  const runs = {
    agents: Int32Array.from(agentOf),
    types: Int32Array.from(typeOf),
    leaves: Int32Array.from(leafOf),
    textOf: Int32Array.from(textOf),
  };
  const count = scores.length;
  const rows: OutcomeRows = {
    agents: runs.agents.subarray(0, count),
    types: runs.types.subarray(0, count),
    leaves: runs.leaves.subarray(0, count),
    scores: Float64Array.from(scores),
  };
  return {
    agents,
    types,
    leaves,
    texts: texts.texts,
    judgedTextCount,
    rows,
    runs,
    taskOf: Int32Array.from(taskOf),
    values,
  };
}

function taskIndex(tasks: Map<string, number>, key: string | undefined): number {
  if (key === undefined) return -1;
  const known = tasks.get(key);
  if (known !== undefined || tasks.size >= MAX_TASKS) return known ?? -1;
  tasks.set(key, tasks.size);
  return tasks.size - 1;
}
