import type { Metadata } from "next";
import Link from "next/link";
import { fallbackHref } from "#components/health/fallback-href.ts";
import { Page } from "#components/layout/page.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/card.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import { readConfiguration } from "#lib/queries/configurations.ts";
import { listFleets } from "#lib/queries/fleet.ts";
import { pageContext, pageQuery } from "#lib/transport/page.ts";
import { CheckPanel } from "../../_components/check-panel.tsx";
import { ConfigurationEditor } from "../../_components/configuration-editor.tsx";
import { ConfigurationActions } from "./_components/configuration-actions.tsx";
import { RevisionHistory } from "./_components/revision-history.tsx";
import { SettingsFacts } from "./_components/settings-facts.tsx";
import { TryIt } from "./_components/try-it.tsx";
import { configurationVerdict } from "./_components/verdict.ts";

interface ConfigurationPageProps {
  params: Promise<{ provider: string; name: string }>;
}

export async function generateMetadata({ params }: ConfigurationPageProps): Promise<Metadata> {
  const { provider, name } = await params;
  return { title: `${provider}/${name}` };
}

export default async function ConfigurationPage({ params }: ConfigurationPageProps) {
  const [ctx, configuration] = await Promise.all([pageContext(), pageQuery(readConfiguration, await params)]);
  const { ref, name, revision, settings, preset, archivedAt, agentNames, revisions } = configuration;
  const mayTry = hasScope(ctx.actor, "task:route") && archivedAt === null;
  const fleets = mayTry ? await listFleets({ ctx }) : [];
  const mayWrite = hasScope(ctx.actor, "config:write") && archivedAt === null;
  return (
    <Page
      parent={{ href: "/configs", label: "Configurations" }}
      title={
        <>
          <span className="font-mono">{ref}</span>
          {preset ? <Badge>preset</Badge> : null}
        </>
      }
      status={`Revision ${revision}`}
      action={
        <>
          <Button asChild>
            <a href={`/api/ui/configs/${ref}/export`} download>
              Export
            </a>
          </Button>
          {archivedAt === null ? (
            <Button asChild>
              <Link href={fallbackHref({ kind: "configuration", thing: ref })}>If it goes away</Link>
            </Button>
          ) : null}
          {mayWrite ? <ConfigurationActions configuration={configuration} /> : null}
        </>
      }
    >
      <p className="max-w-4xl text-base">{configurationVerdict(configuration)}</p>
      {archivedAt ? (
        <Alert tone="caution" title="This configuration is archived.">
          Nothing is routed with it. A new configuration of the same name brings it back with its revisions.
        </Alert>
      ) : null}
      {mayWrite ? (
        <ConfigurationEditor
          key={revision}
          name={name}
          revision={revision}
          settings={settings}
          initialCheck={configuration}
          agentCount={agentNames.length}
        />
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <SettingsFacts settings={settings} />
          <CheckPanel check={configuration} pending={false} failure={null} />
        </div>
      )}
      {mayTry && fleets.length > 0 ? (
        <Section title="Try it" note={`A real call of revision ${revision}, paid for and listed as a decision`}>
          <TryIt configuration={ref} fleets={fleets.map((fleet) => fleet.name)} />
        </Section>
      ) : null}
      <Section title="Revisions" note="Every save keeps what was before it">
        <Link href={`/configs/${ref}/compare`} className="self-start text-accent hover:underline">
          Compare any two
        </Link>
        <RevisionHistory configuration={configuration} revisions={revisions} mayRestore={mayWrite} />
      </Section>
    </Page>
  );
}
