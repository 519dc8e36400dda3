import { expect, it } from "vitest";
import { decisionInput, decisionsHref, loadDecisionSearch } from "./search-params.ts";

const NOON = Date.UTC(2026, 6, 10, 12);

it("an address gives the query's input: spans count back from now, moments stand, the empty is left out", () => {
  expect(decisionInput({ range: "24h", fleet: null, agent: "" }, NOON)).toEqual({ from: "2026-07-09T12:00:00.000Z" });
  const address = "https://box.example/decisions?from=2026-07-01T00:00:00.000Z&to=2026-07-02T06:30:00.000Z&failed=true";
  expect(decisionInput(loadDecisionSearch(address), NOON)).toEqual({
    from: "2026-07-01T00:00:00.000Z",
    to: "2026-07-02T06:30:00.000Z",
    failed: true,
  });
});

it("an address written from filters says the same when it is read", () => {
  const filters = { range: null, from: new Date(NOON), to: null, fleet: "main" };
  const address = decisionsHref("https://box.example/api/ui/decisions/export", filters);
  const raw = Object.fromEntries(new URL(address).searchParams);
  expect(decisionInput(raw, NOON)).toEqual({ from: "2026-07-10T12:00:00.000Z", fleet: "main" });
});

it("a span nobody knows goes to the query, which refuses it", () => {
  expect(decisionInput({ range: "1y" }, NOON)).toEqual({ range: "1y" });
});
