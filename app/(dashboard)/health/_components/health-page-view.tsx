"use client";

import Link from "next/link";
import { RegressionChart } from "#components/charts/regression-chart.tsx";
import { DrillBanner } from "#components/health/drill-banner.tsx";
import { StateLamp } from "#components/health/state-lamp.tsx";
import { useLiveQuery } from "#components/layout/live.tsx";
import { Page } from "#components/layout/page.tsx";
import { PinnedAlerts } from "#components/models/pinned-alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card, Section } from "#components/ui/card.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { formatBytes, formatCount } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { Unknown } from "#components/ui/money.tsx";
import type { HealthView } from "#lib/contracts/health.ts";
import { CheckTable } from "./check-table.tsx";
import { ConfigurationSet } from "./configuration-set.tsx";
import { Endpoints } from "./endpoints.tsx";
import { IncidentTimeline } from "./incident-timeline.tsx";
import { Probes } from "./probes.tsx";
import { Replicas } from "./replicas.tsx";
import { WrongThings } from "./wrong-things.tsx";

export function HealthPageView({ initial }: { initial: HealthView }) {
  const { data = initial } = useLiveQuery<HealthView>({ url: "/api/ui/health", initial });
  const {
    checks,
    incidents,
    regressions,
    drills,
    mayAct,
    pinned,
    replicas,
    configurations,
    endpoints,
    probes,
    database,
    leases,
    texts,
  } = data;
  const wrong = checks.flatMap(({ things }) => things.filter(({ state }) => state !== "ok"));
  const worst = wrong.some(({ state }) => state === "failing") ? "failing" : wrong.length > 0 ? "degraded" : "ok";
  const ran = checks.filter(({ ranAt }) => ranAt !== null).length;
  const { connections, maxConnections, sizeBytes } = database;
  return (
    <Page
      title="Health"
      status={wrong.length === 0 ? `${ran} of ${checks.length} checks have run` : `${wrong.length} not well`}
      action={
        <>
          <StateLamp state={ran === 0 ? null : worst} loud />
          <Button asChild>
            <Link href="/health/fallback">Who takes over</Link>
          </Button>
        </>
      }
    >
      <PinnedAlerts models={pinned} />
      <DrillBanner drills={drills} />
      <Section title="What is wrong">
        <WrongThings checks={checks} incidents={incidents} mayAct={mayAct} />
      </Section>
      {regressions.length > 0 ? (
        <Section title="Worse than usual" note="One false alarm a year and thing at most">
          <div className="grid gap-4 rail:grid-cols-2">
            {regressions.map((view) => (
              <Card key={`${view.kind} ${view.subject}`} className="flex min-w-0 flex-col gap-2">
                <p className="break-words">{view.change?.sentence ?? view.label}</p>
                <RegressionChart view={view} />
              </Card>
            ))}
          </div>
        </Section>
      ) : null}
      <Section title="Checks" note="Each at its interval, by one of all processes">
        <CheckTable checks={checks} />
      </Section>
      <Section title="Incidents" note="From the first state that is not ok until ok again">
        <IncidentTimeline incidents={incidents} mayAct={mayAct} />
      </Section>
      <Section title="Processes" note="What each serves, from its own last word">
        <Replicas replicas={replicas} />
      </Section>
      <Section title="Providers" note="Each endpoint that this process has called">
        <Endpoints endpoints={endpoints} />
      </Section>
      <Probes view={probes} mayAct={mayAct} />
      <Section title="Configurations" note="The set in force by the database, and the set each process has in memory">
        <ConfigurationSet configurations={configurations} />
      </Section>
      <div className="grid gap-6 rail:grid-cols-2">
        <Section title="Database">
          <Card>
            <DefinitionList
              facts={[
                { term: "PostgreSQL", value: database.version },
                { term: "Round trip", value: `${database.latencyMs.toFixed(1)} ms` },
                { term: "Size", value: sizeBytes === null ? <Unknown /> : formatBytes(sizeBytes) },
                {
                  term: "Connections",
                  value:
                    connections === null ? (
                      <Unknown />
                    ) : (
                      `${formatCount(connections)}${maxConnections === null ? "" : ` of ${formatCount(maxConnections)}`}`
                    ),
                },
              ]}
            />
          </Card>
        </Section>
        <Section title="Leases" note="A slot taken until the outcome, or until its time is over">
          <Card>
            <DefinitionList
              facts={[
                { term: "Running", value: formatCount(leases.active) },
                {
                  term: "Past their time",
                  value: <Lamp state={leases.overdue > 0 ? "caution" : "on"} word={formatCount(leases.overdue)} />,
                },
                { term: "Expired in a day", value: formatCount(leases.expiredLastDay) },
                { term: "Without outcome in a day", value: formatCount(leases.withoutOutcomeLastDay) },
              ]}
            />
          </Card>
        </Section>
        <Section title="Texts of tasks" note="How models that learn from texts read them">
          <Card>
            <DefinitionList
              facts={[
                {
                  term: "Embedded by",
                  value: texts.embedding === null ? "Nothing: by words and characters" : texts.embedding,
                },
                {
                  term: "A task waits",
                  value: texts.embedding === null ? "Not at all" : `${formatCount(texts.timeoutMs)} ms at most`,
                },
              ]}
            />
          </Card>
        </Section>
      </div>
    </Page>
  );
}
