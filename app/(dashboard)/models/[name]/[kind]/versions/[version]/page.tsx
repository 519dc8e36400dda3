import type { Metadata } from "next";
import Link from "next/link";
import { Page } from "#components/layout/page.tsx";
import { compareHref, exportHref, modelHref } from "#components/models/model-href.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/card.tsx";
import { JsonBox } from "#components/ui/json-box.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import type { GateReport } from "#lib/contracts/gate.ts";
import type { ModelView } from "#lib/contracts/model.ts";
import { readModelPolicy } from "#lib/queries/model-policy.ts";
import { readModelVersion } from "#lib/queries/model-version.ts";
import { listReplays } from "#lib/queries/replays.ts";
import { pageContext, pageQuery } from "#lib/transport/page.ts";
import { FiguresTable } from "../../../../_components/figures-table.tsx";
import { MoveDialog } from "../../../../_components/move-dialog.tsx";
import { ReplaysTable } from "../../../../_components/replays-table.tsx";
import { StartReplayDialog } from "../../../../_components/start-replay-dialog.tsx";
import { StartTrialDialog } from "../../../../_components/start-trial-dialog.tsx";
import { Evaluation } from "./_components/evaluation.tsx";

import { GatesSection } from "./_components/gates-section.tsx";
import { VersionFacts } from "./_components/version-facts.tsx";
import { VersionVerdict } from "./_components/version-verdict.tsx";

export const metadata: Metadata = { title: "Version" };

const LATEST_REPLAYS = 10;

export default async function VersionPage({
  params,
}: {
  params: Promise<{ name: string; kind: string; version: string }>;
}) {
  const { name, kind, version: wanted } = await params;
  const [ctx, { model, version, report }] = await Promise.all([
    pageContext(),
    pageQuery(readModelVersion, { name: decodeURIComponent(name), kind, version: wanted }),
  ]);
  const mayWrite = hasScope(ctx.actor, "model:write");
  const mayReplay = mayWrite && version.artifactKept && model.kind === "performance_predictor";
  const policy = await readModelPolicy({ ctx, input: { name: model.name, kind: model.kind } });
  const replays = await listReplays({
    ctx,
    input: { name: model.name, kind: model.kind, version: version.version, limit: LATEST_REPLAYS },
  });
  const other = comparedWith(model, version.version);
  return (
    <Page
      parent={{ href: modelHref(model), label: model.name }}
      title={`v${version.version}`}
      status={
        <span className="inline-flex flex-wrap items-center gap-1.5">
          {model.kind.replaceAll("_", " ")}
          {version.aliases.map((alias) => (
            <Badge key={alias} tone={alias === "production" ? "accent" : "neutral"}>
              {alias}
            </Badge>
          ))}
        </span>
      }
      action={
        <>
          {other === null ? null : (
            <Button asChild>
              <Link
                href={compareHref(model, Math.min(other, version.version), Math.max(other, version.version))}
              >{`Compare with v${other}`}</Link>
            </Button>
          )}
          {mayWrite && version.artifactKept ? (
            <Button asChild>
              <a href={exportHref(model, version.version)} download>
                Export
              </a>
            </Button>
          ) : null}
          {mayReplay ? <StartReplayDialog name={model.name} kind={model.kind} version={version.version} /> : null}
          {mayReplay && model.production !== null && model.production !== version.version
            ? (["shadow", "canary"] as const).map((mode) => (
                <StartTrialDialog key={mode} model={model} version={version.version} mode={mode} plan={policy.canary} />
              ))
            : null}
          {mayWrite && version.artifactKept && version.version !== model.production ? (
            <MoveDialog
              model={model}
              version={version.version}
              mayOverride={hasScope(ctx.actor, "model:override")}
              primary
            />
          ) : null}
        </>
      }
    >
      <VersionVerdict version={version} report={report} />
      <VersionFacts version={version} mayWrite={mayWrite} />
      <Section
        id="gates"
        title="Gates"
        note="What a version must pass before production names it, each with its evidence"
      >
        <GatesSection
          model={{ name: model.name, kind: model.kind }}
          version={version.version}
          last={lastJudged(model, version.version)}
        />
      </Section>
      <Section title="Figures" note="On what it had not seen, with 95% intervals">
        <FiguresTable label={`Figures of v${version.version}`} figures={{ ...version.metrics, ...report?.figures }} />
      </Section>
      {report ? <Evaluation version={version.version} kind={model.kind} report={report} /> : null}
      {model.kind === "performance_predictor" ? (
        <Section id="replays" title="Replays" note="This version over decisions that were made without it">
          <ReplaysTable replays={replays.rows} />
        </Section>
      ) : null}
      <Section title="Parameters" note="What training was told; the same data and seed give the same bytes">
        <JsonBox what="the parameters" value={version.metadata.parameters} />
      </Section>
    </Page>
  );
}

/** The gates of the last move of production to the version. */
function lastJudged(model: ModelView, version: number): GateReport | null {
  return model.moves.find(({ toVersion, gates }) => toVersion === version && gates !== null)?.gates ?? null;
}

/** Production, or for the version in production the one before it. */
function comparedWith({ production, versions }: ModelView, version: number): number | null {
  if (production !== null && production !== version) return production;
  const others = versions.filter((row) => row.version !== version);
  return (others.find((row) => row.version < version) ?? others.at(0))?.version ?? null;
}
