import Link from "next/link";
import { Badge } from "#components/ui/badge.tsx";
import { cn } from "#components/ui/cn.ts";
import { formatCount, formatDuration, formatShare } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { Unknown } from "#components/ui/money.tsx";
import { TableCell, TableRow } from "#components/ui/table.tsx";
import { PATTERN_WORDS } from "../../run-words.ts";
import type { MarkedTurn } from "../run-parts.ts";
import { AgentName } from "./agent-name.tsx";

/** Columns of which something is known in these turns. */
export interface TurnColumns {
  chars: boolean;
  tokens: boolean;
  time: boolean;
  took: boolean;
  decision: boolean;
}

interface TurnRowProps {
  turn: MarkedTurn;
  columns: TurnColumns;
  fromId: string | null;
  toId: string | null;
  /** What was said, once it is opened. */
  text: string | null;
}

const LEAST_COLUMNS = 5;

/** One turn; a bar at its left where a pattern or a fault stands. */
export function TurnRow({ turn, columns, fromId, toId, text }: TurnRowProps) {
  const { step, from, to, kind, chars, tokens, sincePreviousMs, waitMs, durationMs, decisionId } = turn;
  const marked = turn.named
    ? "border-l-danger"
    : turn.patterns.length > 0
      ? "border-l-caution"
      : "border-l-transparent";
  return (
    <>
      <TableRow
        id={`step-${step}`}
        className={cn(
          "scroll-mt-16 target:bg-accent-soft",
          turn.patterns.length > 0 && "bg-caution-soft/50",
          text !== null && "border-b-0",
        )}
      >
        <TableCell numeric className={cn("border-l-4", marked)}>
          {step}
        </TableCell>
        <TableCell className="whitespace-nowrap">
          <AgentName name={from} id={fromId} />
        </TableCell>
        <TableCell className="whitespace-nowrap">
          <Receiver from={from} to={to} id={toId} />
        </TableCell>
        <TableCell className="whitespace-nowrap">{kind.replaceAll("_", " ")}</TableCell>
        {columns.chars ? <TableCell numeric>{chars === null ? <Unknown /> : formatCount(chars)}</TableCell> : null}
        {columns.tokens ? <TableCell numeric>{tokens === null ? null : formatCount(tokens)}</TableCell> : null}
        {columns.time ? <Duration ms={sincePreviousMs} /> : null}
        {columns.time ? <Duration ms={waitMs} /> : null}
        {columns.took ? <Duration ms={durationMs} /> : null}
        <TableCell>
          <Seen turn={turn} />
        </TableCell>
        {columns.decision ? (
          <TableCell>
            {decisionId === null ? null : (
              <Link
                href={`/decisions/${decisionId}`}
                className="whitespace-nowrap font-mono text-accent text-xs hover:underline"
                title={decisionId}
              >
                …{decisionId.slice(-6)}
              </Link>
            )}
          </TableCell>
        ) : null}
      </TableRow>
      {text === null ? null : (
        <TableRow>
          <td
            colSpan={
              LEAST_COLUMNS +
              2 * Number(columns.time) +
              Number(columns.chars) +
              Number(columns.tokens) +
              Number(columns.took) +
              Number(columns.decision)
            }
            className={cn("border-l-4 px-3 pb-3", marked)}
          >
            <p className="max-h-60 max-w-4xl overflow-y-auto whitespace-pre-wrap break-words text-muted text-xs">
              {text}
            </p>
          </td>
        </TableRow>
      )}
    </>
  );
}

function Receiver({ from, to, id }: { from: string; to: string | null; id: string | null }) {
  if (to === null) return <Unknown word="whoever speaks next" />;
  if (to === from) return <Unknown word="a turn of its own" />;
  return <AgentName name={to} id={id} />;
}

function Duration({ ms }: { ms: number | null }) {
  return <TableCell numeric>{ms === null ? null : formatDuration(ms)}</TableCell>;
}

function Seen({ turn: { success, patterns, blame, named } }: { turn: MarkedTurn }) {
  return (
    <span className="flex flex-wrap items-center gap-1">
      {success === false ? <Lamp state="danger" word="failed" /> : null}
      {patterns.map((pattern) => (
        <Badge key={pattern} tone="caution">
          {PATTERN_WORDS[pattern]}
        </Badge>
      ))}
      {named ? <Badge tone="danger">Named at fault</Badge> : null}
      {blame === null ? null : <Badge tone="accent">At fault: {formatShare(blame, 0)}</Badge>}
    </span>
  );
}
