import { readFile } from "node:fs/promises";
import path from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import { messageOf } from "#lib/core/errors.ts";
import { processState } from "#lib/core/process-state.ts";
import { readEnv } from "#lib/env.ts";
import { ProviderFailure } from "../failure.ts";
import { type OnnxRuntime, type OnnxSession, onnxRuntime } from "./runtime.ts";

/** Encoders of this size were trained on no more; the rest of a text is cut. */
const MAX_TOKENS = 256;
/** Two cores are shared with routing. */
const THREADS = { intraOpNumThreads: 1, interOpNumThreads: 1 };

interface Encoder {
  runtime: OnnxRuntime;
  session: OnnxSession;
  tokenizer: Tokenizer;
}

const encoders = () => processState("providers.local", () => new Map<string, Promise<Encoder>>());

/** The encoder in MODELS_DIR/<name> (model.onnx, tokenizer.json), loaded once a process. @throws ProviderFailure */
function encoderOf(name: string): Promise<Encoder> {
  const found = encoders().get(name);
  if (found) return found;
  const loading = load(name);
  encoders().set(name, loading);
  // A folder that is put in place later is found then.
  loading.catch(() => encoders().delete(name));
  return loading;
}

async function load(name: string): Promise<Encoder> {
  const runtime = onnxRuntime();
  const folder = path.join(readEnv().MODELS_DIR, name);
  try {
    const json = JSON.parse(await readFile(path.join(folder, "tokenizer.json"), "utf8"));
    const config = await readFile(path.join(folder, "tokenizer_config.json"), "utf8").then(JSON.parse, () => ({}));
    const session = await runtime.InferenceSession.create(path.join(folder, "model.onnx"), THREADS);
    return { runtime, session, tokenizer: new Tokenizer(json, config) };
  } catch (error) {
    throw new ProviderFailure("model_unknown", `The encoder in ${folder} cannot be loaded: ${messageOf(error)}`);
  }
}

/** Sentence vectors: the encoder's own, or the mean of its token vectors. @throws ProviderFailure */
export async function encodeLocally(name: string, texts: readonly string[]): Promise<Float32Array[]> {
  const encoder = await encoderOf(name);
  const vectors: Float32Array[] = [];
  // One at a time: a batch would be padded to its longest text, and waits are short on one core anyway.
  for (const text of texts) vectors.push(await encodeText(encoder, text));
  return vectors;
}

async function encodeText({ runtime, session, tokenizer }: Encoder, text: string): Promise<Float32Array> {
  const ids = tokenizer.encode(text).ids.slice(0, MAX_TOKENS);
  const row = (values: readonly number[]) =>
    new runtime.Tensor("int64", BigInt64Array.from(values, BigInt), [1, ids.length]);
  const known = {
    input_ids: row(ids),
    attention_mask: row(ids.map(() => 1)),
    token_type_ids: row(ids.map(() => 0)),
  };
  const feeds = Object.fromEntries(Object.entries(known).filter(([input]) => session.inputNames.includes(input)));
  const outputs = await session.run(feeds);
  const sentence = outputs.sentence_embedding;
  if (sentence) return Float32Array.from(sentence.data);
  const tokens = outputs[session.outputNames[0] ?? ""];
  if (!tokens) throw new ProviderFailure("unexpected", "The encoder has no output.");
  return meanOfTokens(tokens.data, ids.length, tokens.dims.at(-1) ?? 0);
}

function meanOfTokens(values: ArrayLike<number>, tokens: number, dimensions: number): Float32Array {
  const mean = new Float32Array(dimensions);
  for (let token = 0; token < tokens; token++) {
    for (let i = 0; i < dimensions; i++) {
      mean[i] = (mean[i] as number) + (values[token * dimensions + i] as number) / tokens;
    }
  }
  return mean;
}
