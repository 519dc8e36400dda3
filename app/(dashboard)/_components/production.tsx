import Link from "next/link";
import { modelHref } from "#components/models/model-href.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Lamp } from "#components/ui/lamp.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { ProductionModel } from "#lib/contracts/overview.ts";

/** What decides now, since when, and the way back. */
export function Production({ models }: { models: readonly ProductionModel[] }) {
  if (models.length === 0) {
    return (
      <EmptyState title="Models in production will appear here">
        Import history and run <code className="font-mono">npx signalbox train</code>. Until then priors decide.
      </EmptyState>
    );
  }
  return (
    <ul className="rounded-md border bg-surface">
      {models.map((model) => (
        <li
          key={`${model.name}/${model.kind}`}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2 last:border-b-0"
        >
          <div className="min-w-0 grow basis-40">
            <p className="flex flex-wrap items-center gap-2 font-medium">
              <Link href={modelHref(model)} className="hover:underline">
                {model.name} {model.version === null ? "has no version in production" : `v${model.version}`}
              </Link>
              {model.pinned ? <Badge tone="caution">pinned</Badge> : null}
              {model.trials.map(({ mode, version }) => (
                <Badge key={mode} tone="accent">
                  {mode} v{version}
                </Badge>
              ))}
            </p>
            <p className="text-muted text-xs">
              {model.kind.replaceAll("_", " ")}
              {model.since ? (
                <>
                  , set <RelativeTime at={model.since} />
                </>
              ) : null}
            </p>
          </div>
          <Serving model={model} />
          {model.rollbackTo === null ? null : (
            <Button asChild size="small">
              <Link href={modelHref(model, model.rollbackTo)}>Roll back to v{model.rollbackTo}</Link>
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function Serving({ model: { version, replicasServing, replicasSeen } }: { model: ProductionModel }) {
  if (version === null) return <Lamp state="off" word="Priors decide" />;
  const all = replicasSeen > 0 && replicasServing === replicasSeen;
  return <Lamp state={all ? "on" : "caution"} word={`${replicasServing} of ${replicasSeen} serve it`} />;
}
