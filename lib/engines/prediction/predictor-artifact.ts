import { z } from "zod";
import { TIERS } from "#lib/contracts/configuration.ts";
import { type EmbeddedTexts, textSourceSchema } from "#lib/contracts/text-source.ts";
import { decodeArtifact, encodeArtifact } from "../registry/artifact.ts";
import { refuseArtifact } from "../registry/artifact-header.ts";
import type { Tensor } from "../registry/tensor.ts";
import { forestTensors, requireTensor, restoreForest } from "./forest-tensors.ts";
import { checkGolden, goldenCases } from "./golden.ts";
import type { PredictorState } from "./predictor-state.ts";
import { QUANTITIES, type QuantityName } from "./quantities.ts";
import { QuantityModel, STATISTICS } from "./quantity-model.ts";
import { SuccessModel } from "./success-model.ts";
import { NearestTexts } from "./text/nearest-texts.ts";
import { TaskFeatures } from "./text/task-features.ts";
import { effectTensors, restoreEffects, type TextEffects } from "./text/text-effects.ts";
import { TextModel } from "./text/text-model.ts";
import { requireTextSource, textSourceOf } from "./text/text-source.ts";
import { Vocabulary } from "./vocabulary.ts";

export const PREDICTOR_KIND = "performance_predictor";
/** Rises when the meaning of the tensors changes; older artifacts are then refused by name. */
const MODEL_VERSION = 2;

const quantityNames = z.enum(QUANTITIES);
const learningSchema = z.strictObject({
  learner: z.string(),
  candidates: z.array(
    z.strictObject({
      learner: z.string(),
      logLossGain: z.number(),
      standardError: z.number().min(0),
      choiceSuccess: z.number().nullable(),
    }),
  ),
  explainedByText: z.record(quantityNames, z.number()),
});

const usd = z.number().positive();
/** Logits beyond it are certainty, which no price and no tier gives. */
const logits = z.number().min(-20).max(20);
const lessonSchema = z.strictObject({
  agents: z.int().min(1),
  price: z
    .strictObject({
      lowUsd: usd,
      highUsd: usd,
      meanLog: z.number(),
      sdLog: z.number().positive(),
      logitsPerSd: logits,
    })
    .refine(({ lowUsd, highUsd }) => lowUsd <= highUsd, "the lowest price is above the highest")
    .nullable(),
  tiers: z.partialRecord(z.enum(TIERS), logits),
});

const headerSchema = z.strictObject({
  model_version: z.literal(MODEL_VERSION, `this build reads predictors of version ${MODEL_VERSION}`),
  agents: z.array(z.string()),
  types: z.array(z.string()),
  leaves: z.array(z.string()),
  rows: z.int().min(0),
  cold_start: z.strictObject({ priorSuccess: z.number().min(0).max(1), priorStrength: z.number().positive() }),
  /** These two: absent where nothing was found, and from predictors older than it. */
  lesson: lessonSchema.optional(),
  failure_correlation: z.number().min(0).lt(1).optional(),
  leader: z.string().nullable(),
  text_source: textSourceSchema,
  calibration: z.strictObject({ scale: z.number().positive(), shift: z.number() }),
  learning: learningSchema,
  golden: z.array(
    z.strictObject({
      agent: z.string(),
      type: z.string(),
      source: z.string().nullable(),
      text: z.string(),
      expected: z.array(z.number().nullable()),
    }),
  ),
});

/** Writes a predictor as an artifact of kind `performance_predictor`, with golden questions and answers. */
export function encodePredictor(state: PredictorState): Uint8Array {
  const tensors: Record<string, Tensor> = {
    ...forestTensors("success", state.success.forest),
    "success.dispersion": { shape: [1], data: Float64Array.of(state.success.dispersion) },
  };
  for (const name of QUANTITIES) {
    const model = state.quantities[name];
    Object.assign(tensors, forestTensors(name, model.forest));
    tensors[`${name}.noise`] = { shape: [1], data: Float64Array.of(model.noise) };
    const spread = model.fleetSpread ?? new Float64Array(0);
    tensors[`${name}.spread`] = { shape: [spread.length], data: Float64Array.from(spread) };
  }
  if (state.text) Object.assign(tensors, textTensors(state.text));
  const header: z.input<typeof headerSchema> = {
    model_version: MODEL_VERSION,
    agents: state.agents.names,
    types: state.types.names,
    leaves: state.leaves.names,
    rows: state.rows,
    cold_start: state.coldStart,
    ...(state.lesson ? { lesson: state.lesson } : {}),
    ...(state.failureCorrelation === null ? {} : { failure_correlation: state.failureCorrelation }),
    leader: state.agents.names[state.leader] ?? null,
    text_source: textSourceOf(state),
    calibration: state.calibration,
    learning: state.learning,
    golden: goldenCases(state),
  };
  return encodeArtifact({ kind: PREDICTOR_KIND, header, tensors });
}

function textTensors({ parts }: TextModel): Record<string, Tensor> {
  const tensors = { ...parts.features.toTensors("text"), ...effectTensors("text.success", parts.success) };
  if (parts.nearest) Object.assign(tensors, parts.nearest.toTensors("text.nearest"));
  for (const name of QUANTITIES) Object.assign(tensors, effectTensors(`text.${name}`, parts.quantities[name]));
  return tensors;
}

function restoreText(
  tensors: ReadonlyMap<string, Tensor>,
  agentCount: number,
  embedded: EmbeddedTexts | null,
): TextModel {
  const features = TaskFeatures.fromTensors("text", tensors, embedded);
  const effects = (name: string) => restoreEffects(`text.${name}`, tensors, features.width, agentCount);
  return new TextModel({
    features,
    agentCount,
    success: effects("success"),
    nearest: NearestTexts.fromTensors("text.nearest", tensors, features.projection.dimensions, agentCount),
    quantities: Object.fromEntries(QUANTITIES.map((name) => [name, effects(name)])) as Record<
      QuantityName,
      TextEffects | null
    >,
  });
}

/**
 * Reads a predictor and asks it its golden questions.
 * @param embedded the texts as this process embeds them; null: it embeds none
 * @throws SignalboxError invalid_input or too_large with the reason.
 */
export function decodePredictor(bytes: Uint8Array, embedded: EmbeddedTexts | null): PredictorState {
  const artifact = decodeArtifact(bytes, { inspect: ({ header }) => requireTextSource(header, embedded) });
  if (artifact.kind !== PREDICTOR_KIND) refuseArtifact(`it is a ${artifact.kind}, not a ${PREDICTOR_KIND}`);
  const parsed = headerSchema.safeParse(artifact.header);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return refuseArtifact(`its model header is wrong at ${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { agents, types, leaves, rows, cold_start: coldStart, golden } = parsed.data;
  const source = parsed.data.text_source;
  const bounds = { agents: agents.length, types: types.length, leaves: leaves.length };
  const number = (name: string) => requireTensor(artifact.tensors, name, Float64Array, 1)[0] ?? refuseArtifact(name);

  const success = new SuccessModel(coldStart);
  restoreForest(success.forest, "success", artifact.tensors, bounds);
  success.dispersion = number("success.dispersion");
  const restored = QUANTITIES.map((name) => {
    const model = new QuantityModel();
    restoreForest(model.forest, name, artifact.tensors, bounds);
    model.noise = number(`${name}.noise`);
    const spread = requireTensor(artifact.tensors, `${name}.spread`, Float64Array, STATISTICS);
    model.fleetSpread = spread.length > 0 ? spread : null;
    return [name, model] as const;
  });
  const state: PredictorState = {
    agents: new Vocabulary(agents),
    types: new Vocabulary(types),
    leaves: new Vocabulary(leaves),
    rows,
    coldStart,
    lesson: parsed.data.lesson ?? null,
    failureCorrelation: parsed.data.failure_correlation ?? null,
    leader: parsed.data.leader === null ? -1 : agents.indexOf(parsed.data.leader),
    success,
    quantities: Object.fromEntries(restored) as PredictorState["quantities"],
    text:
      source.kind === "none"
        ? null
        : restoreText(artifact.tensors, agents.length, source.kind === "embedding" ? embedded : null),
    calibration: parsed.data.calibration,
    learning: parsed.data.learning,
  };
  checkGolden(state, golden);
  return state;
}
