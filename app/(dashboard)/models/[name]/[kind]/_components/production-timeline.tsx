import Link from "next/link";
import { versionHref } from "#components/models/model-href.ts";
import { cn } from "#components/ui/cn.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ExactTime } from "#components/ui/relative-time.tsx";
import type { AliasMoveView, ModelView } from "#lib/contracts/model.ts";
import { type ProductionSpan, productionSpans } from "#lib/contracts/production-spans.ts";

/** Older spans are in the table of moves. */
const MOST_SPANS = 24;

interface ProductionTimelineProps {
  model: ModelView;
  /** The moment somebody asks for, and the move that put in production what was there then. */
  asked: { at: string; move: AliasMoveView | null } | null;
  /** As an ISO text. */
  now: string;
}

/** What was in production when: a bar along the time, and the answer for one moment. */
export function ProductionTimeline({ model, asked, now }: ProductionTimelineProps) {
  const spans = productionSpans(model.moves);
  if (spans.length === 0) return <EmptyState title="The first promotion will begin the time line" />;
  const shown = spans.slice(-MOST_SPANS);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {asked === null ? null : (
        <p role="status" className="text-base">
          <Answer model={model} {...asked} />
        </p>
      )}
      <ol className="flex min-w-0 gap-px overflow-x-auto rounded-md border bg-line">
        {shown.map((span) => (
          <li key={span.move.id} className="min-w-20" style={{ flexGrow: weight(span, now), flexBasis: 0 }}>
            <Link
              href={versionHref(model, span.version)}
              title={`${span.move.reason} (${span.move.actorName})`}
              className={cn(
                "flex h-full flex-col bg-surface px-2 py-1 hover:bg-sunken focus-visible:-outline-offset-2",
                span.to === null && "bg-accent-soft",
                span.move.id === asked?.move?.id && "shadow-[inset_0_-3px_0_var(--color-accent)]",
              )}
            >
              <span className="font-medium">
                v{span.version}
                {span.move.verb === "rollback" ? <span className="font-normal text-muted"> rolled back</span> : null}
              </span>
              <span className="whitespace-nowrap text-muted text-xs">{span.from.slice(0, 10)}</span>
            </Link>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** The square root keeps a day readable beside a year. */
function weight({ from, to }: ProductionSpan, now: string): number {
  return Math.sqrt(Math.max(1, Date.parse(to ?? now) - Date.parse(from)));
}

function Answer({ model, at, move }: { model: ModelView; at: string; move: AliasMoveView | null }) {
  const when = <ExactTime at={at} />;
  if (move === null) return <>At {when} nothing was in production.</>;
  return (
    <>
      At {when}{" "}
      <Link href={versionHref(model, move.toVersion)} className="text-accent underline">
        v{move.toVersion}
      </Link>{" "}
      was in production, {move.verb === "rollback" ? "rolled back to" : "promoted"} <ExactTime at={move.at} /> by{" "}
      {move.actorName}: {move.reason}
    </>
  );
}
