import { type Embed, toUnitVectors } from "../embedding.ts";
import { encodeLocally } from "./encoder.ts";

/** An ONNX encoder on this machine: nothing leaves it. */
export const embedLocally: Embed = async (request) => ({
  vectors: toUnitVectors(await encodeLocally(request.embedding.model, request.texts), request),
  inputTokens: null,
});
