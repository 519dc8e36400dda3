import path from "node:path";
import { readEnv } from "#lib/env.ts";
import { ProviderFailure } from "../failure.ts";

/** The part of onnxruntime-node that an encoder needs (onnxruntime.ai/docs/api/js). */
export interface OnnxTensor {
  readonly data: ArrayLike<number>;
  readonly dims: readonly number[];
}

export interface OnnxSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: Record<string, OnnxTensor>): Promise<Record<string, OnnxTensor>>;
}

export interface OnnxRuntime {
  Tensor: new (type: "int64", data: BigInt64Array, dims: readonly number[]) => OnnxTensor;
  InferenceSession: {
    create(file: string, options: { intraOpNumThreads: number; interOpNumThreads: number }): Promise<OnnxSession>;
  };
}

/**
 * The runtime, which operators who want local embeddings install beside Signalbox: 290 MB that nobody else needs.
 * @throws ProviderFailure unexpected, naming the command
 */
export function onnxRuntime(): OnnxRuntime {
  try {
    // Not imported: the bundler of the pages would look for it while building, where it need not be installed.
    const { createRequire } = process.getBuiltinModule("node:module");
    return createRequire(path.join(readEnv().PROJECT_ROOT, "package.json"))("onnxruntime-node");
  } catch {
    throw new ProviderFailure(
      "unexpected",
      "Local embeddings need the package onnxruntime-node: ONNXRUNTIME_NODE_INSTALL=skip npm install --no-save onnxruntime-node",
    );
  }
}
