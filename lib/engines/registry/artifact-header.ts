import { z } from "zod";
import { SignalboxError } from "#lib/core/errors.ts";
import { DTYPE_BYTES, DTYPES, elementCount } from "./tensor.ts";

export const ARTIFACT_FORMAT = "signalbox";
/** Rises with every change of the layout that an older reader would misread. */
export const ARTIFACT_FORMAT_VERSION = "1";

const sizeSchema = z.int().min(0);

const tensorEntrySchema = z.strictObject({
  dtype: z.enum(DTYPES),
  shape: z.array(sizeSchema).max(4),
  data_offsets: z.tuple([sizeSchema, sizeSchema]),
});
export type TensorEntry = z.infer<typeof tensorEntrySchema>;

// safetensors allows only text values in __metadata__, so the header of the model is JSON inside one of them.
const metadataSchema = z.strictObject({
  format: z.literal(ARTIFACT_FORMAT),
  format_version: z.literal(ARTIFACT_FORMAT_VERSION, `this build reads format version ${ARTIFACT_FORMAT_VERSION}`),
  kind: z.string().min(1).max(64),
  header: z.string(),
  content_sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const headerSchema = z.object({ __metadata__: metadataSchema }).catchall(tensorEntrySchema);

export interface ArtifactHeader {
  kind: string;
  contentSha256: string;
  /** The model's own header, parsed. */
  header: unknown;
  tensors: Map<string, TensorEntry>;
}

/** The sentence every refusal of an artifact begins with. */
export function refuseArtifact(sentence: string): never {
  throw new SignalboxError("invalid_input", `The artifact is refused: ${sentence}`);
}

/** JSON.parse that refuses keys which could reach a prototype. @throws SignalboxError invalid_input naming `what` */
export function parsePlainJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text, (key, value) => {
      if (key === "__proto__" || key === "constructor" || key === "prototype") throw new Error(`key "${key}"`);
      return value;
    });
  } catch (thrown) {
    const why = thrown instanceof Error && thrown.message.startsWith("key ") ? ` (forbidden ${thrown.message})` : "";
    return refuseArtifact(`its ${what} is not valid JSON${why}`);
  }
}

/**
 * Parses and checks the JSON header of an artifact.
 * @param dataBytes length of the data section, which the tensors must fill without gap or overlap.
 * @throws SignalboxError invalid_input saying what is wrong.
 */
export function parseArtifactHeader(text: string, dataBytes: number): ArtifactHeader {
  const parsed = headerSchema.safeParse(parsePlainJson(text, "header"));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return refuseArtifact(`its header is wrong at ${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { __metadata__: metadata, ...entries } = parsed.data;
  const tensors = new Map(Object.entries(entries));
  checkLayout(tensors, dataBytes);
  return {
    kind: metadata.kind,
    contentSha256: metadata.content_sha256,
    header: parsePlainJson(metadata.header, "model header"),
    tensors,
  };
}

function checkLayout(tensors: ReadonlyMap<string, TensorEntry>, dataBytes: number): void {
  const inOrder = [...tensors].sort(
    ([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1],
  );
  let end = 0;
  for (const [name, { dtype, shape, data_offsets }] of inOrder) {
    const [from, to] = data_offsets;
    if (from < end) refuseArtifact(`tensor ${name} overlaps another one`);
    if (from > end) refuseArtifact(`there is a gap before tensor ${name}`);
    if (to > dataBytes) refuseArtifact(`tensor ${name} reaches beyond the end of the data`);
    if (to - from !== elementCount(shape) * DTYPE_BYTES[dtype]) {
      refuseArtifact(`tensor ${name} has ${to - from} bytes, which is not its shape`);
    }
    end = to;
  }
  if (end !== dataBytes) refuseArtifact("there are bytes after the last tensor");
}
