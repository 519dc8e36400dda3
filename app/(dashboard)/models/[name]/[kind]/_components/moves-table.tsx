"use client";

import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Lamp } from "#components/ui/lamp.tsx";
import { Unknown } from "#components/ui/money.tsx";
import { ExactTime } from "#components/ui/relative-time.tsx";
import type { AliasMoveView } from "#lib/contracts/model.ts";
import { describeGates } from "../../../_components/describe-gates.ts";
import { GateList } from "../../../_components/gate-list.tsx";

/** Newest first; read downwards it says what an alias named at any time. */
export function MovesTable({ moves }: { moves: AliasMoveView[] }) {
  return (
    <DataTable
      label="Moves of aliases"
      rows={moves}
      columns={COLUMNS}
      rowId={(move) => move.id}
      detail={hasGates(moves) ? (move) => <Evidence move={move} /> : undefined}
      empty={<EmptyState title="Promotions and roll-backs will appear here, each with its reason" />}
    />
  );
}

const hasGates = (moves: readonly AliasMoveView[]) => moves.some(({ gates }) => gates !== null);

/** What the gates had found when the move was made. */
function Evidence({ move: { gates } }: { move: AliasMoveView }) {
  if (gates === null) return null;
  const against = gates.against === null ? "with nothing in production" : `against v${gates.against}`;
  return (
    <Disclosure label={`Evidence of v${gates.version} ${against}`}>
      <GateList results={gates.results} failuresFirst />
    </Disclosure>
  );
}

function How({ move: { verb, automatic } }: { move: AliasMoveView }) {
  const how = verb === "rollback" ? "rolled back" : "promoted";
  return <span className="whitespace-nowrap">{automatic ? `${how} by itself` : how}</span>;
}

const COLUMNS: Column<AliasMoveView>[] = [
  { id: "at", header: "When", sortBy: (move) => move.at, cell: (move) => <ExactTime at={move.at} /> },
  { id: "alias", header: "Pointer", sortBy: (move) => move.alias, cell: (move) => move.alias },
  {
    id: "move",
    header: "Move",
    cell: (move) => (
      <span className="whitespace-nowrap">
        {move.fromVersion === null ? "none" : `v${move.fromVersion}`} to v{move.toVersion}
      </span>
    ),
  },
  { id: "verb", header: "How", cell: (move) => <How move={move} /> },
  {
    id: "gates",
    header: "Gates",
    cell: ({ gates, override }) =>
      gates === null ? (
        <Unknown word="none asked" />
      ) : (
        <Lamp
          state={gates.passed ? "on" : "caution"}
          word={`${describeGates(gates.results)}${override ? ", overridden" : ""}`}
        />
      ),
  },
  { id: "reason", header: "Reason", className: "min-w-64", cell: (move) => move.reason },
  { id: "actor", header: "By", cell: (move) => <span className="whitespace-nowrap">{move.actorName}</span> },
];
