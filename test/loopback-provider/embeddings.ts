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

/** Answer of Titan's and Cohere's InvokeModel. */
export function bedrockEmbedding(body: Record<string, unknown>): unknown {
  const { inputText, texts, dimensions, output_dimension } = body;
  if (Array.isArray(texts)) {
    return { embeddings: { float: texts.map((text) => vector(String(text), Number(output_dimension ?? 1024))) } };
  }
  const text = String(inputText);
  return { embedding: vector(text, Number(dimensions ?? 1024)), inputTextTokenCount: Math.ceil(text.length / 4) };
}
