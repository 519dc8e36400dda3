import { expect, it } from "vitest";
import { embeddingModelSchema, embeddingName } from "./text-source.ts";

it.each([
  ["openai:text-embedding-3-small", "openai:text-embedding-3-small@512"],
  ["openai/text-embedding-3-large@1024", "openai:text-embedding-3-large@1024"],
  ["bedrock:amazon.titan-embed-text-v2:0", "bedrock:amazon.titan-embed-text-v2:0@512"],
  ["bedrock:cohere.embed-multilingual-v3", "bedrock:cohere.embed-multilingual-v3@1024"],
  ["local:minilm", "local:minilm@384"],
  ["local:e5-base@768", "local:e5-base@768"],
])("calls %s by its one name, %s", (name, full) => {
  expect(embeddingName(embeddingModelSchema.parse(name))).toBe(full);
  expect(embeddingName(embeddingModelSchema.parse(full))).toBe(full);
});

it.each([
  ["text-embedding-3-small", "source:model such as"],
  ["local:../elsewhere", "source:model such as"],
  ["openai:m@0", "source:model such as"],
  ["bedrock:some.model", "say how many dimensions"],
])("refuses %s", (name, reason) => {
  expect(embeddingModelSchema.safeParse(name).error?.issues[0]?.message).toContain(reason);
});
