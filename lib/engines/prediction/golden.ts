import type { EmbeddedTexts, EmbeddingModel } from "#lib/contracts/text-source.ts";
import { normal, seededRandom } from "#lib/core/random.ts";
import { refuseArtifact } from "../registry/artifact-header.ts";
import { contextOf, type PredictorState, predictAgent } from "./predictor-state.ts";
import { QUANTITIES } from "./quantities.ts";
import { QUANTITY_STATISTICS } from "./quantity-model.ts";

/** A question with the answer the predictor gave when it was written; null answers are unknown. */
export interface GoldenCase {
  agent: string;
  type: string;
  source: string | null;
  /** Made up: an artifact that travels must not carry an operator's tasks. */
  text: string;
  expected: (number | null)[];
}

const STRANGER = "golden: an agent, type or source nobody has seen";
const TEXTS = ["", "Compare the 3 options, write the function and explain the answer:\nwhich of them is not correct?"];
const TOLERANCE = 1e-9;
const VECTOR_SEED = 1;

/** Opening a predictor must not ask its encoder: of the golden texts the vectors are made up, too. */
function ofMadeUpVectors(state: PredictorState): PredictorState {
  const embedding = state.text?.parts.features.projection.embedding;
  return state.text && embedding ? { ...state, text: state.text.reading(madeUp(embedding)) } : state;
}

function madeUp(embedding: EmbeddingModel): EmbeddedTexts {
  const random = seededRandom(VECTOR_SEED);
  const values = Float32Array.from({ length: embedding.dimensions }, () => normal(random));
  const length = Math.hypot(...values);
  const vector = values.map((value) => value / length);
  return { embedding, vectorOf: (text) => (text === "" ? null : vector) };
}

/** The same few questions for every predictor: first and last known names, and one nobody has seen. */
export function goldenCases(own: PredictorState): GoldenCase[] {
  const state = ofMadeUpVectors(own);
  const ends = (names: readonly string[]) => new Set([names[0] ?? STRANGER, names.at(-1) ?? STRANGER, STRANGER]);
  const tasks: { type: string; source: string | null }[] = [...ends(state.types.names)].map((type) => ({
    type,
    source: null,
  }));
  for (const leaf of ends(state.leaves.names)) {
    const [type, source] = leaf.split("\u0000");
    tasks.push({ type: type ?? STRANGER, source: source ?? STRANGER });
  }
  const texts = state.text ? TEXTS : TEXTS.slice(0, 1);
  return [...ends(state.agents.names)].flatMap((agent) =>
    tasks.flatMap((task) =>
      texts.map((text) => ({ agent, ...task, text, expected: answer(state, agent, { ...task, text }) })),
    ),
  );
}

function answer(
  state: PredictorState,
  agent: string,
  task: { type: string; source: string | null; text: string },
): (number | null)[] {
  const prediction = predictAgent(state, state.agents.indexOf(agent), contextOf(state, task));
  const { probability, low, high } = prediction.success;
  const quantities = QUANTITIES.flatMap((name) => QUANTITY_STATISTICS.map((key) => prediction[name]?.[key] ?? null));
  return [probability, low, high, ...quantities];
}

/** @throws SignalboxError invalid_input when the predictor answers otherwise than it did when it was written. */
export function checkGolden(own: PredictorState, cases: readonly GoldenCase[]): void {
  const state = ofMadeUpVectors(own);
  for (const { agent, type, source, text, expected } of cases) {
    const actual = answer(state, agent, { type, source, text });
    const same = actual.length === expected.length && actual.every((value, i) => close(value, expected[i] ?? null));
    if (!same) refuseArtifact(`it does not answer as when it was written (agent ${agent}, type ${type})`);
  }
}

function close(actual: number | null, expected: number | null): boolean {
  if (actual === null || expected === null) return actual === expected;
  return Math.abs(actual - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
}
