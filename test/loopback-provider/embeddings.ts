/** The same text has the same vector, always: numbers of a small generator seeded by the text. */
function vector(text: string, dimensions: number): number[] {
  let state = 2166136261;
  for (let i = 0; i < text.length; i += 1) state = Math.imul(state ^ text.charCodeAt(i), 16777619);
  return Array.from({ length: dimensions }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  });
}

/** Answer of `POST /v1/embeddings`, in numbers or, as the official SDK asks by default, in base64. */
export function openaiEmbeddings(body: Record<string, unknown>): unknown {
  const { input, model, dimensions, encoding_format } = body;
  const texts = (Array.isArray(input) ? input : [input]).map(String);
  const data = texts.map((text, index) => {
    const numbers = vector(text, Number(dimensions ?? 1536));
    const packed = () => Buffer.from(Float32Array.from(numbers).buffer).toString("base64");
    return { object: "embedding", index, embedding: encoding_format === "base64" ? packed() : numbers };
  });
  const tokens = texts.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0);
  return { object: "list", data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}

/** What Bedrock answers to InvokeModel of an embedding model: by the form each model documents, with its header of tokens. */
export function bedrockEmbedding(
  model: string,
  body: Record<string, unknown>,
): { status: number; answer: unknown; tokens: number } {
  return model.includes("cohere.") ? cohere(body) : titan(model, body);
}

function titan(model: string, body: Record<string, unknown>) {
  const { inputText, dimensions, normalize: _, ...rest } = body;
  const first = model.includes("text-v1");
  const unknown = [...Object.keys(rest), ...(first ? Object.keys(body).filter((name) => name !== "inputText") : [])];
  if (unknown.length > 0) {
    const message = `Malformed input request: #: extraneous key [${unknown[0]}] is not permitted, please reformat your input and try again.`;
    return { status: 400, answer: { message }, tokens: 0 };
  }
  const embedding = vector(String(inputText), Number(dimensions ?? (first ? 1536 : 1024)));
  const tokens = Math.ceil(String(inputText).length / 4);
  const byType = first ? {} : { embeddingsByType: { float: embedding } };
  return { status: 200, answer: { embedding, ...byType, inputTextTokenCount: tokens }, tokens };
}

/** Without types asked for, lists alone; with them, a list for each type. */
function cohere({ texts, embedding_types, output_dimension }: Record<string, unknown>) {
  const asked = (texts as unknown[]).map(String);
  const float = asked.map((text) => vector(text, Number(output_dimension ?? 1024)));
  const id = "8dcf6b07-0ba4-4b56-9a8c-7b1d0b5f6c3e";
  const answer = embedding_types
    ? { id, texts: asked, embeddings: { float }, response_type: "embeddings_by_type" }
    : { id, texts: asked, embeddings: float, response_type: "embeddings_floats" };
  return { status: 200, answer, tokens: asked.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0) };
}
