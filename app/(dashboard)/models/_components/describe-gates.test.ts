import { expect, it } from "vitest";
import type { GateResult } from "#lib/contracts/gate.ts";
import { describeGates } from "./describe-gates.ts";

const result = (verdict: GateResult["verdict"]): GateResult => ({
  gate: "calibration",
  verdict,
  sentence: "",
  value: null,
  bound: null,
  unit: null,
  href: null,
});

it("the gates in one line name what fails and what has no say", () => {
  expect(describeGates([result("pass"), result("pass")])).toBe("2 of 2 pass");
  expect(describeGates([result("pass"), result("fail"), result("not_applicable")])).toBe(
    "1 of 3 pass, 1 fails, 1 without a say",
  );
});
