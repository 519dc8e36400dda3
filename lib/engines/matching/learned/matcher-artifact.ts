import { z } from "zod";
import { decodeArtifact, encodeArtifact } from "../../registry/artifact.ts";
import { refuseArtifact } from "../../registry/artifact-header.ts";
import type { Tensor } from "../../registry/tensor.ts";
import { LinearScorer } from "./linear-scorer.ts";
import { type LearnedPart, type MatcherState, nameIndex, nameText, readCapabilities } from "./matcher-state.ts";
import { decodeBytes, encodeBytes } from "./quantised.ts";
import { TextRows } from "./text-rows.ts";

export const MATCHER_KIND = "capability_matcher";
/** Rises when the meaning of the tensors changes; older artifacts are then refused by name. */
const MODEL_VERSION = 1;
const SCOPE_NUMBERS = 5;
const TOLERANCE = 1e-5;

const finite = z.number();

const headerSchema = z.strictObject({
  model_version: z.literal(MODEL_VERSION, `this build reads capability matchers of version ${MODEL_VERSION}`),
  capabilities: z
    .array(z.strictObject({ name: z.string().min(1), description: z.string(), domain: z.string().nullable() }))
    .max(20_000),
  examples: z.int().min(0),
  learned: z
    .strictObject({
      sharpness: finite.positive(),
      curve: z.strictObject({ slope: finite.positive(), offset: finite }),
      classes: z.int().min(2),
    })
    .nullable(),
  golden: z.array(z.strictObject({ text: z.string(), best: z.string(), probability: finite, scope: finite })).max(100),
});

/** Writes a matcher as an artifact of kind `capability_matcher`, with golden texts and what it read from them. */
export function encodeMatcher(state: MatcherState): Uint8Array {
  const { learned, capabilities, examples } = state;
  const header: z.input<typeof headerSchema> = {
    model_version: MODEL_VERSION,
    capabilities: capabilities.map(({ name, description, domain }) => ({ name, description, domain })),
    examples,
    learned: learned ? { sharpness: learned.sharpness, curve: learned.curve, classes: learned.scorer.classes } : null,
    golden: goldenReadings(state),
  };
  return encodeArtifact({ kind: MATCHER_KIND, header, tensors: learned ? learnedTensors(learned) : {} });
}

function learnedTensors({ rows, scorer, scope }: LearnedPart): Record<string, Tensor> {
  return {
    ...rows.toTensors("rows"),
    ...encodeBytes("scorer", scorer.weights, scorer.classes),
    scope: { shape: [SCOPE_NUMBERS], data: Float64Array.of(...scope.weights, finiteThreshold(scope.threshold)) },
  };
}

/** Minus infinity, which turns nobody away, has no place in an artifact. */
function finiteThreshold(threshold: number): number {
  return Math.max(threshold, -Number.MAX_VALUE);
}

function restoreLearned(
  tensors: ReadonlyMap<string, Tensor>,
  { sharpness, curve, classes }: Pick<LearnedPart, "sharpness" | "curve"> & { classes: number },
): LearnedPart {
  const rows = TextRows.fromTensors("rows", tensors);
  const { values, columns } = decodeBytes("scorer", tensors);
  if (columns !== classes || values.length !== rows.width * classes) refuseArtifact("its scorer has another shape");
  const scope = tensors.get("scope")?.data;
  if (!(scope instanceof Float64Array) || scope.length !== SCOPE_NUMBERS) {
    return refuseArtifact("its scope threshold is absent");
  }
  return {
    rows,
    scorer: new LinearScorer(values, classes),
    sharpness,
    curve,
    scope: { weights: scope.slice(0, -1), threshold: scope[SCOPE_NUMBERS - 1] as number },
  };
}

/**
 * Reads a matcher and asks it its golden texts.
 * @throws SignalboxError invalid_input or too_large with the reason.
 */
export function decodeMatcher(bytes: Uint8Array): MatcherState {
  const artifact = decodeArtifact(bytes);
  if (artifact.kind !== MATCHER_KIND) refuseArtifact(`it is a ${artifact.kind}, not a ${MATCHER_KIND}`);
  const parsed = headerSchema.safeParse(artifact.header);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return refuseArtifact(`its model header is wrong at ${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { capabilities, examples, learned, golden } = parsed.data;
  if (new Set(capabilities.map(({ name }) => name)).size < capabilities.length) {
    refuseArtifact("two of its capabilities share a name");
  }
  // A class beyond the capabilities is "none of them"; more would be capabilities without a name.
  const surplus = (learned?.classes ?? capabilities.length) - capabilities.length;
  if (surplus !== 0 && surplus !== 1) refuseArtifact("its scorer has another number of capabilities");
  const state: MatcherState = {
    capabilities,
    learned: learned ? restoreLearned(artifact.tensors, learned) : null,
    names: nameIndex(capabilities),
    examples,
  };
  checkGolden(state, golden);
  return state;
}

type Golden = z.output<typeof headerSchema>["golden"][number];

/** The same few questions for every matcher: names it knows, a text of nothing, and one nobody would ask. */
function goldenReadings(state: MatcherState): Golden[] {
  const { capabilities } = state;
  const some = [0, Math.floor(capabilities.length / 2), capabilities.length - 1].flatMap((at) => {
    const capability = capabilities[at];
    return capability ? [nameText(capability)] : [];
  });
  return [...new Set([...some, "", "golden: a text that nobody has sent, 42"])].map((text) => {
    const reading = readCapabilities(state, text);
    const best = reading.capabilities[0];
    return { text, best: best?.name ?? "", probability: best?.probability ?? 0, scope: reading.scopeScore };
  });
}

function checkGolden(state: MatcherState, golden: readonly Golden[]): void {
  for (const { text, best, probability, scope } of golden) {
    const reading = readCapabilities(state, text);
    const named = reading.capabilities.find(({ name }) => name === best)?.probability ?? 0;
    const highest = reading.capabilities[0]?.probability ?? 0;
    const same = close(named, probability) && close(highest, probability) && close(reading.scopeScore, scope);
    if (!same) refuseArtifact(`it does not read "${text.slice(0, 40)}" as when it was written`);
  }
}

function close(actual: number, expected: number): boolean {
  return Math.abs(actual - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
}
