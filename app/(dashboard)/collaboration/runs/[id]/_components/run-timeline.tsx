"use client";

import { Eye } from "lucide-react";
import { useState, useTransition } from "react";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Table, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { RunTextView, RunView } from "#lib/contracts/team-run.ts";
import { openRunTextsAction } from "../../actions.ts";
import type { MarkedTurn } from "../run-parts.ts";
import { type TurnColumns, TurnRow } from "./turn-row.tsx";

interface RunTimelineProps {
  fleetName: string;
  runId: string;
  turns: readonly MarkedTurn[];
  agents: RunView["agents"];
  /** Turns of the whole run whose texts are kept and may be opened by who looks. */
  keptTexts: number;
}

/** The turns of a run in order. What was said is fetched when somebody asks for it: that they did is in the audit list. */
export function RunTimeline({ fleetName, runId, turns, agents, keptTexts }: RunTimelineProps) {
  const [texts, setTexts] = useState<ReadonlyMap<number, string> | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const open = () =>
    startTransition(async () => {
      const result = await openRunTextsAction({ fleetName, runId });
      setError(result.ok ? null : result.error.message);
      if (result.ok) setTexts(new Map(result.data.map(({ step, text }: RunTextView) => [step, text])));
    });
  const idOf = new Map(agents.map(({ name, id }) => [name, id]));
  const columns = shownColumns(turns);
  return (
    <>
      {keptTexts > 0 && texts === null ? (
        <div className="flex flex-wrap items-center gap-3">
          <Button onClick={open} disabled={pending}>
            <Eye aria-hidden />
            {pending ? "Opening…" : `Open what was said in ${formatCount(keptTexts)} turns`}
          </Button>
          <p className="text-muted">The audit list will name you as having opened it.</p>
        </div>
      ) : null}
      {error ? <Alert tone="danger" title={error} /> : null}
      <Table label="Turns">
        <TableHead>
          <TableRow>
            <TableHeader numeric>Step</TableHeader>
            <TableHeader>From</TableHeader>
            <TableHeader>To</TableHeader>
            <TableHeader>Kind</TableHeader>
            {columns.chars ? <TableHeader numeric>Size, characters</TableHeader> : null}
            {columns.tokens ? <TableHeader numeric>Tokens</TableHeader> : null}
            {columns.time ? <TableHeader numeric>After the turn before</TableHeader> : null}
            {columns.time ? <TableHeader numeric>Wait for the taker</TableHeader> : null}
            {columns.took ? <TableHeader numeric>Took</TableHeader> : null}
            <TableHeader>Seen here</TableHeader>
            {columns.decision ? <TableHeader>Decision</TableHeader> : null}
          </TableRow>
        </TableHead>
        <tbody>
          {turns.map((turn) => (
            <TurnRow
              key={turn.step}
              turn={turn}
              columns={columns}
              fromId={idOf.get(turn.from) ?? null}
              toId={turn.to === null ? null : (idOf.get(turn.to) ?? null)}
              text={texts?.get(turn.step) ?? null}
            />
          ))}
        </tbody>
      </Table>
    </>
  );
}

function shownColumns(turns: readonly MarkedTurn[]): TurnColumns {
  return {
    chars: turns.some(({ chars }) => chars !== null),
    tokens: turns.some(({ tokens }) => tokens !== null),
    time: turns.some(({ at }) => at !== null),
    took: turns.some(({ durationMs }) => durationMs !== null),
    decision: turns.some(({ decisionId }) => decisionId !== null),
  };
}
