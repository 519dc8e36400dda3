import fc from "fast-check";
import { expect, it } from "vitest";
import { safeReturnPath, signInPath } from "./return-path.ts";

it.each([
  ["/budgets", "/budgets"],
  ["/decisions?agent=a%20b&range=24h", "/decisions?agent=a+b&range=24h"],
  ["/budgets?_rsc=1abc", "/budgets"],
  ["/models/main/performance_predictor", "/models/main/performance_predictor"],
  ["/a/../budgets", "/budgets"],
])("leads back to a page of ours: %s", (wanted, path) => {
  expect(safeReturnPath(wanted)).toBe(path);
});

it.each([
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "\t//evil.example",
  "/.//evil.example",
  "/a/..//evil.example",
  "javascript:alert(1)",
  "budgets",
  "",
  `/${"a".repeat(5000)}`,
  null,
  undefined,
  ["/budgets"],
])("never leads anywhere else: %j", (wanted) => {
  expect(safeReturnPath(wanted)).toBe("/");
});

it("stays on the own origin whatever it is given", () => {
  const pieces = fc.array(
    fc.constantFrom("/", "\\", ".", "..", "\t", "\n", "@", ":", "?", "#", "evil.example", "http"),
  );
  fc.assert(
    fc.property(pieces, (parts) => {
      const target = new URL(safeReturnPath(parts.join("")), "https://signalbox.example");
      expect(target.origin).toBe("https://signalbox.example");
    }),
  );
});

it("is carried by the address of the sign-in page, unless it is the overview", () => {
  expect(signInPath("/decisions?agent=a&type=b")).toBe("/sign-in?next=%2Fdecisions%3Fagent%3Da%26type%3Db");
  expect(signInPath("/")).toBe("/sign-in");
  expect(signInPath("//evil.example")).toBe("/sign-in");
});
