import { expect, test } from "vitest";
import { csvLine } from "./csv.ts";

test("a cell that a spreadsheet would run as a formula is made inert", () => {
  expect(csvLine(["=1+1", "+1", "-1", "@sum", "\tx"])).toBe("'=1+1,'+1,'-1,'@sum,'\tx\r\n");
});

test("numbers keep their sign and unknown stays empty", () => {
  expect(csvLine([-1.5, null, true])).toBe("-1.5,,true\r\n");
  expect(csvLine([{ number: "-0.000000001" }])).toBe("-0.000000001\r\n");
});

test("commas, quotes and line breaks stay inside their cell", () => {
  expect(csvLine(['say "hi", then\nleave'])).toBe('"say ""hi"", then\nleave"\r\n');
});
