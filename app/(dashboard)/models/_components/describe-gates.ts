import type { GateResult } from "#lib/contracts/gate.ts";

/** "7 of 9 pass, 1 fails": the list in one line. */
export function describeGates(results: readonly GateResult[]): string {
  const count = (verdict: GateResult["verdict"]) => results.filter((result) => result.verdict === verdict).length;
  const fails = count("fail");
  const silent = count("not_applicable");
  return [
    `${count("pass")} of ${results.length} pass`,
    ...(fails === 0 ? [] : [`${fails} ${fails === 1 ? "fails" : "fail"}`]),
    ...(silent === 0 ? [] : [`${silent} without a say`]),
  ].join(", ");
}
