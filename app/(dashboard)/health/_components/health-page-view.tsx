"use client";

import { useLiveQuery } from "#components/layout/live.tsx";
import { Page } from "#components/layout/page.tsx";
import { PinnedAlerts } from "#components/models/pinned-alert.tsx";
import { Card, Section } from "#components/ui/card.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { formatBytes, formatCount } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { Unknown } from "#components/ui/money.tsx";
import type { HealthView } from "#lib/contracts/health.ts";
import { ConfigurationSet } from "./configuration-set.tsx";
import { Endpoints } from "./endpoints.tsx";
import { Problems } from "./problems.tsx";
import { Replicas } from "./replicas.tsx";

export function HealthPageView({ initial }: { initial: HealthView }) {
  const { data = initial } = useLiveQuery<HealthView>({ url: "/api/ui/health", initial });
  const { problems, pinned, replicas, configurations, endpoints, database, leases, texts } = data;
  const { connections, maxConnections, sizeBytes } = database;
  return (
    <Page
      title="Health"
      status={problems.length === 0 ? "No open problem" : `${problems.length} open`}
      action={
        <Lamp state={problems.length === 0 ? "on" : "caution"} word={problems.length === 0 ? "Well" : "Look"} loud />
      }
    >
      <PinnedAlerts models={pinned} />
      <Section title="Open problems">
        <Problems problems={problems} />
      </Section>
      <Section title="Processes" note="What each serves, from its own last word">
        <Replicas replicas={replicas} />
      </Section>
      <Section title="Providers" note="Each endpoint that this process has called">
        <Endpoints endpoints={endpoints} />
      </Section>
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
