import { expect, it } from "vitest";
import { capabilityEvidence } from "./capability-evidence.ts";

const declared = [
  { name: "web_search", level: 0.9 },
  { name: "python", level: 0.5 },
];
/** Web search covers news search, less well. */
const matchOf = (required: string, name: string) =>
  required === name ? 1 : required === "news_search" && name === "web_search" ? 0.8 : 0;
const evidence = (tasks: Parameters<typeof capabilityEvidence>[1]) => capabilityEvidence(declared, tasks, matchOf, 0.6);
const task = (named: string[], success: boolean | null, read: string[] = []) => ({ named, read, success });

it("counts a name for the declared capability that covers it, with the matcher's word", () => {
  const [search, python] = evidence([
    task(["web_search"], true),
    task(["news_search"], false),
    task(["web_search"], null),
  ]);
  expect(search).toMatchObject({
    ...{ name: "web_search", level: 0.9, named: 3, read: 0, coveredNames: [{ name: "news_search", match: 0.8 }] },
    success: { n: 2, successes: 1 },
  });
  expect(python).toMatchObject({ name: "python", named: 0, success: { n: 0, rate: null } });
});

it("reads texts only where nothing is named, and counts a task once", () => {
  const [search] = evidence([task(["web_search", "news_search"], true, ["python"]), task([], false, ["web_search"])]);
  expect(search).toMatchObject({ named: 1, read: 1, success: { n: 2, successes: 1 } });
});

it("names what the agent was chosen for without declaring it, after what it declares", () => {
  const names = evidence([task([], true, ["translation"]), task([], true, ["translation"])]).map(({ name }) => name);
  expect(names).toEqual(["python", "web_search", "translation"]);
});
