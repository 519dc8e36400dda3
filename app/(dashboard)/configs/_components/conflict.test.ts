import { expect, test } from "vitest";
import type { LlmConfig } from "#lib/contracts/configuration.ts";
import { readConflict } from "./conflict.ts";
import { blankSettings } from "./form-values.ts";

const base = blankSettings("openai");

/** What the server answers to yours when theirs came first. */
function conflict(mine: Partial<LlmConfig>, theirs: Partial<LlmConfig>) {
  const yours = { ...base, ...mine };
  const saved: LlmConfig = { ...base, ...theirs };
  const paths = Object.keys(saved) as (keyof LlmConfig)[];
  const differing = paths.filter((path) => JSON.stringify(saved[path]) !== JSON.stringify(yours[path]));
  const details = [
    { path: "revision", message: "4" },
    { path: "authorName", message: "Otto" },
    ...differing.map((path) => ({ path, message: JSON.stringify(saved[path]) })),
  ];
  return readConflict({ code: "conflict", message: "", requestId: "req_1", details }, base, yours);
}

test("changes of different properties can be kept both", () => {
  const found = conflict({ maxRetries: 7, stopSequences: ["END"] }, { maxTokens: 1234, baseUrl: "https://a.example" });
  const expected = { maxRetries: 7, stopSequences: ["END"], maxTokens: 1234, baseUrl: "https://a.example" };
  expect(found).toMatchObject({ revision: 4, authorName: "Otto", both: { ...base, ...expected } });
});

test.each<[string, Partial<LlmConfig>, Partial<LlmConfig>]>([
  ["the same property was changed", { maxRetries: 7, maxTokens: 10 }, { maxRetries: 1, topK: 3 }],
  ["they changed nothing that you did not", { maxRetries: 7, maxTokens: 10 }, { maxRetries: 7 }],
  ["you changed nothing that they did not", { maxRetries: 7 }, { maxRetries: 7, maxTokens: 10 }],
])("there is nothing to keep both of where %s", (_case, mine, theirs) => {
  expect(conflict(mine, theirs)?.both).toBeNull();
});
