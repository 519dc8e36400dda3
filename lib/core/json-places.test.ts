import fc from "fast-check";
import { expect, test } from "vitest";
import { JsonSyntaxError, readJsonPlaces } from "./json-places.ts";

const text = '{\n  "a": {\n    "b": [\n      1,\n      2\n    ]\n  },\n  "c": true\n}\n';

test("every part is found on its line, and what is not there on the line of what is around it", () => {
  const { lineOf } = readJsonPlaces(text);
  expect([lineOf(["a"]), lineOf(["a", "b"]), lineOf(["a", "b", 1]), lineOf(["c"])]).toEqual([2, 3, 5, 8]);
  expect([lineOf(["a", "missing"]), lineOf(["missing"])]).toEqual([2, 1]);
});

test("a property written twice is told, with its second line", () => {
  expect(readJsonPlaces('{"a": 1,\n"a": 2}').repeated).toEqual([{ path: ["a"], line: 2 }]);
});

test.each([
  ['{\n "a": 1,\n}', 3, /a property in double quotes/],
  ['{\n "a": 1\n "b": 2\n}', 3, /"," or "}"/],
  ['{\n "a": [1\n 2]}', 3, /"," or "]"/],
  ['{"a": 01}', 1, /"," or "}"/],
  ["{\n\n", 3, /the end of the file/],
  ["", 1, /a value/],
  ["{} {}", 1, /nothing more/],
  ['{"a": "\t"}', 1, /a value/],
])("%j is refused on line %i", (broken, line, reason) => {
  const read = () => readJsonPlaces(broken);
  expect(read).toThrow(JsonSyntaxError);
  expect(read).toThrow(reason);
  try {
    read();
  } catch (error) {
    expect((error as JsonSyntaxError).line).toBe(line);
  }
});

test("it takes what JSON.parse takes, and refuses what that refuses", () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 4 }),
      fc.nat(),
      fc.constantFrom("", "}", ",", '"', "1", "\\"),
      (value, at, put) => {
        const whole = JSON.stringify(value, null, 1);
        const changed = `${whole.slice(0, at % (whole.length + 1))}${put}${whole.slice((at % (whole.length + 1)) + 1)}`;
        for (const given of [whole, changed]) {
          const parse = () => JSON.parse(given) as unknown;
          let expected: unknown;
          let refuses = false;
          try {
            expected = parse();
          } catch {
            refuses = true;
          }
          if (refuses) expect(() => readJsonPlaces(given)).toThrow(JsonSyntaxError);
          else expect(readJsonPlaces(given).value).toEqual(expected);
        }
      },
    ),
  );
});
