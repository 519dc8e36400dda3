import type { RunTurnView } from "#lib/contracts/team-run.ts";
import { handOffs } from "#lib/engines/behavior/team-run.ts";
import type { WholeRun } from "#lib/store/team-run-reading.ts";

/** The turns of a run for its page, without what was said in them. */
export function turnViews(run: WholeRun): { turns: RunTurnView[]; startedAt: string | null; lastAt: string | null } {
  const waits = new Map(handOffs(run).map(({ step, waitMs }) => [step, waitMs]));
  const turns = run.interactions.map((turn, at): RunTurnView => {
    const before = run.interactions[at - 1]?.atMs ?? null;
    const { step, from, to, kind, chars, atMs, durationMs, tokens, success, decisionId, parentDecisionId } = turn;
    return {
      ...{ step, from, to, kind, chars, durationMs, tokens, success },
      at: iso(atMs),
      sincePreviousMs: before === null || atMs === null ? null : Math.max(0, atMs - before),
      waitMs: waits.get(step) ?? null,
      decisionId: decisionId ?? parentDecisionId,
      textKept: turn.text !== null,
    };
  });
  const times = run.interactions.flatMap(({ atMs }) => (atMs === null ? [] : [atMs]));
  const first = times.reduce<number | null>((least, at) => (least === null ? at : Math.min(least, at)), null);
  const last = times.reduce<number | null>((most, at) => (most === null ? at : Math.max(most, at)), null);
  return { turns, startedAt: iso(first), lastAt: iso(last) };
}

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
