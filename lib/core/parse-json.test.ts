import { expect, it } from "vitest";
import { parseJson } from "./parse-json.ts";

it("replaces half a surrogate pair wherever a text stands, and leaves whole ones and plain escapes alone", () => {
  const sent = String.raw`{"a":"cut \ud83d","b":["\uDE00","\ud83d\ude00","😀"],"c":{"d":"\\ud83d"}}`;
  expect(parseJson(sent)).toEqual({ a: "cut \ufffd", b: ["\ufffd", "😀", "😀"], c: { d: "\\ud83d" } });
});

it("reads what has none as JSON is read", () => {
  expect(parseJson('{"a":[1,null,"x"]}')).toEqual({ a: [1, null, "x"] });
  expect(() => parseJson('{"a":')).toThrow(SyntaxError);
});
