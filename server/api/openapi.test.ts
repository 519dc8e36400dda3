import { expect, it } from "vitest";
import { ENDPOINTS } from "./endpoints/index.ts";
import { openApiDocument } from "./openapi.ts";

const document = openApiDocument(ENDPOINTS);
const operation = (path: string) => document.paths[path]?.post as Record<string, never>;

it("describes the doors as what they are: their errors, and events where a body asks for them", () => {
  const openai = JSON.stringify(operation("/api/v1/chat/completions"));
  expect(openai).toContain("#/components/schemas/OpenaiError");
  expect(openai).toContain("text/event-stream");
  expect(JSON.stringify(operation("/api/v1/messages"))).toContain("#/components/schemas/AnthropicError");
  expect(JSON.stringify(operation("/api/v1/route"))).toContain("#/components/schemas/Error");
});

it("names no operation twice", () => {
  const ids = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map((one) => (one as { operationId: string }).operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});
