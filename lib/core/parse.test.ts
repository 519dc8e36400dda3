import { describe, expect, it } from "vitest";
import { z } from "zod";
import { SignalboxError } from "./errors.ts";
import { parseInput } from "./parse.ts";

const schema = z.strictObject({
  name: z.string(),
  tags: z.array(z.string()).default([]),
  more: z.record(z.string(), z.unknown()).default({}),
  bytes: z.instanceof(Uint8Array).optional(),
});

function refusal(input: unknown): SignalboxError {
  try {
    parseInput(schema, input);
  } catch (error) {
    if (error instanceof SignalboxError) return error;
    throw error;
  }
  throw new Error("the input was taken");
}

describe("parsing input", () => {
  it("gives back what the schema makes of it", () => {
    expect(parseInput(schema, { name: "a" })).toEqual({ name: "a", tags: [], more: {} });
  });

  it.each([
    ["a text", { name: "a\0b" }, "name"],
    ["an item of a list", { name: "a", tags: ["b", "\0"] }, "tags.1"],
    ["something deeper", { name: "a", more: { x: [{ y: "\0" }] } }, "more.x.0.y"],
    ["a name", { name: "a", more: { "\0": 1 } }, "more"],
  ])("refuses a NUL character in %s, which PostgreSQL cannot store, and says where", (_where, input, path) => {
    const error = refusal(input);
    expect(error.code).toBe("invalid_input");
    expect(error.details).toEqual([{ path, message: expect.stringContaining("NUL") }]);
  });

  it("leaves bytes alone", () => {
    expect(parseInput(schema, { name: "a", bytes: new Uint8Array([0, 1]) }).bytes).toHaveLength(2);
  });
});
