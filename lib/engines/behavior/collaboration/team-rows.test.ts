import { expect, it } from "vitest";
import { runOf } from "../run-fixture.ts";
import { teamRows } from "./team-rows.ts";
import { teamUplifts } from "./team-uplift.ts";

/** So many runs of a team, the first of which succeed. */
const runsOf = (members: readonly string[], n: number, succeeded: number) =>
  Array.from({ length: n }, (_, i) => runOf(`${members.join()} ${i}`, [...members], { succeeded: i < succeeded }));

it("expects of a team what its members did in other teams, not in this one", () => {
  const rows = teamRows([
    ...runsOf(["ada", "bob"], 40, 40),
    ...runsOf(["ada", "cy"], 40, 20),
    ...runsOf(["bob", "cy"], 40, 20),
  ]);
  const of = (...members: string[]) => rows.find((row) => row.members.join() === members.join());
  expect(of("ada", "bob")?.expected).toBeGreaterThan(0.5);
  expect(of("ada", "bob")?.expected).toBeLessThan(0.6);
  expect(of("ada", "cy")?.expected).toBeGreaterThan(of("ada", "bob")?.expected ?? 1);
  const [best] = teamUplifts(rows, "success").sort((a, b) => b.believed.value - a.believed.value);
  expect(best).toMatchObject({ members: ["ada", "bob"], n: 40, isFound: true });
});

it("takes who was in a team, not in which order; and tells of none that did less than five runs", () => {
  const rows = teamRows([
    ...runsOf(["ada", "bob"], 3, 3),
    ...runsOf(["bob", "ada", "bob"], 2, 0),
    ...runsOf(["cy", "ada"], 4, 4),
  ]);
  expect(rows.map(({ members }) => members.join())).toEqual([...Array(5).fill("ada,bob"), ...Array(4).fill("")]);
  expect(teamUplifts(rows, "success").map(({ members }) => members)).toEqual([["ada", "bob"]]);
});

it("leaves out what one agent did alone, and what nobody has judged", () => {
  expect(teamRows([...runsOf(["ada"], 9, 9), runOf("x", ["ada", "bob"])])).toEqual([]);
});
