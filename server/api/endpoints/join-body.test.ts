import { expect, it } from "vitest";
import { joinBody } from "./join-body.ts";

it("adds what the path says to the body", () => {
  expect(joinBody({ success: true }, { decisionId: "dec_1" })).toEqual({ success: true, decisionId: "dec_1" });
});

it("refuses a body that says what only the path may say", () => {
  const join = () => joinBody({ success: true, decisionId: "dec_2" }, { decisionId: "dec_1" });
  expect(join).toThrow(expect.objectContaining({ code: "invalid_input" }));
});

it.each([[null], [[]], ["text"], [3]])("leaves %j to the schema, which knows no such field", (body) => {
  expect(joinBody(body, { name: "a" })).toEqual({ body, name: "a" });
});
