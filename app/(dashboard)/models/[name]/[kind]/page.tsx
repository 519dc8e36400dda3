import type { Metadata } from "next";
import Link from "next/link";
import type { SearchParams } from "nuqs/server";
import { Page } from "#components/layout/page.tsx";
import { modelHref } from "#components/models/model-href.ts";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/card.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import type { AliasMoveView, ModelView } from "#lib/contracts/model.ts";
import { trainableKindSchema } from "#lib/contracts/training.ts";
import { readModelPolicy } from "#lib/queries/model-policy.ts";
import { readProductionAt } from "#lib/queries/model-timeline.ts";
import { readModel } from "#lib/queries/models.ts";
import { listReplays } from "#lib/queries/replays.ts";
import { listTrials } from "#lib/queries/trials.ts";
import { pageContext, pageQuery } from "#lib/transport/page.ts";
import { TrainButton } from "../../../training/_components/train-button.tsx";
import { LastMove } from "../../_components/last-move.tsx";
import { PinnedBanner } from "../../_components/pinned-banner.tsx";
import { ReplaysTable } from "../../_components/replays-table.tsx";
import { ModelFacts } from "./_components/model-facts.tsx";
import { MomentField } from "./_components/moment-field.tsx";
import { MovesTable } from "./_components/moves-table.tsx";
import { PolicyDialog } from "./_components/policy-dialog.tsx";
import { PolicyFacts } from "./_components/policy-facts.tsx";
import { ProductionTimeline } from "./_components/production-timeline.tsx";
import { RollBackFromAddress } from "./_components/roll-back-from-address.tsx";
import { Trials } from "./_components/trials.tsx";
import { VersionsTable } from "./_components/versions-table.tsx";
import { loadModelSearch } from "./search-params.ts";

export const metadata: Metadata = { title: "Model" };

interface ModelPageProps {
  params: Promise<{ name: string; kind: string }>;
  searchParams: Promise<SearchParams>;
}

const LATEST_REPLAYS = 10;

export default async function ModelPage({ params, searchParams }: ModelPageProps) {
  const address = await params;
  const [ctx, model, { at }] = await Promise.all([
    pageContext(),
    pageQuery(readModel, { name: decodeURIComponent(address.name), kind: address.kind }),
    loadModelSearch(searchParams),
  ]);
  const replays = await listReplays({ ctx, input: { name: model.name, kind: model.kind, limit: LATEST_REPLAYS } });
  const movedAt =
    at === null
      ? null
      : await readProductionAt({ ctx, input: { name: model.name, kind: model.kind, at: at.toISOString() } });
  const decides = model.kind === "performance_predictor";
  const trials = await listTrials({ ctx, input: { name: model.name, kind: model.kind, limit: 10 } });
  const shown = model.versions.find(({ version }) => version === model.production) ?? model.versions[0];
  const mayWrite = hasScope(ctx.actor, "model:write");
  const kind = trainableKindSchema.safeParse(model.kind);
  const mayOverride = hasScope(ctx.actor, "model:override");
  const policy = await readModelPolicy({ ctx, input: { name: model.name, kind: model.kind } });
  const moved = lastMove(model, ctx.clock.nowMs());
  return (
    <Page
      parent={{ href: "/models", label: "Models" }}
      title={model.name}
      status={model.kind.replaceAll("_", " ")}
      action={
        mayWrite ? (
          <>
            {model.rollbackTo === null ? null : (
              <RollBackFromAddress model={model} version={model.rollbackTo} mayOverride={mayOverride} />
            )}
            {kind.success ? <TrainButton fleets={[model.name]} kind={kind.data} /> : null}
          </>
        ) : null
      }
    >
      <div className="flex max-w-4xl flex-col gap-1">
        <p className="text-base">{verdict(model)}</p>
        {shown?.note ? <p className="text-muted">{`v${shown.version}: ${shown.note}`}</p> : null}
      </div>
      {moved ? <LastMove model={model} move={moved} mayWrite={mayWrite} /> : null}
      <PinnedBanner model={model} mayWrite={mayWrite} />
      <ModelFacts model={model} />
      {decides ? (
        <Section id="trials" title="Trials" note="Versions beside production on live traffic">
          <Trials model={{ name: model.name, kind: model.kind }} initial={trials} mayWrite={mayWrite} />
        </Section>
      ) : null}
      <Section
        title="Versions"
        note="A version never changes; production and staging are pointers"
        action={
          model.versions.length > 1 ? (
            <Button asChild size="small">
              <Link href={`${modelHref(model)}/compare`}>Compare versions</Link>
            </Button>
          ) : null
        }
      >
        <VersionsTable model={model} mayWrite={mayWrite} mayOverride={mayOverride} />
      </Section>
      {decides ? (
        <Section title="Replays" note="Versions tried over past decisions; a version's page starts one">
          <ReplaysTable replays={replays.rows} />
        </Section>
      ) : null}
      <Section title="In production" action={<MomentField />}>
        <ProductionTimeline
          model={model}
          asked={at === null ? null : { at: at.toISOString(), move: movedAt }}
          now={new Date(ctx.clock.nowMs()).toISOString()}
        />
      </Section>
      <Section title="History of moves" note="What was in production when, and why">
        <MovesTable moves={model.moves} />
      </Section>
      <Section
        id="policy"
        title="Policy"
        note="How versions come and go"
        action={mayOverride ? <PolicyDialog name={model.name} kind={model.kind} policy={policy} /> : null}
      >
        <PolicyFacts kind={model.kind} policy={policy} />
      </Section>
    </Page>
  );
}

const DAY_MS = 86_400_000;

/** The last move of production, as long as it is one click away from being undone. */
function lastMove({ moves }: ModelView, nowMs: number): AliasMoveView | null {
  const last = moves.find(({ alias }) => alias === "production");
  return last && nowMs - Date.parse(last.at) < DAY_MS ? last : null;
}

function verdict({ name, production, productionSince, staging }: ModelView): string {
  if (production === null)
    return `Nothing is in production for ${name}; ${staging === null ? "no version waits" : `v${staging} waits in staging`}.`;
  const since = productionSince ? ` since ${productionSince.slice(0, 16).replace("T", " ")} UTC` : "";
  const waiting = staging !== null && staging > production ? `; v${staging} waits in staging` : "";
  return `v${production} is in production${since}${waiting}.`;
}
