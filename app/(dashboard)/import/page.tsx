import type { Metadata } from "next";
import { Page } from "#components/layout/page.tsx";
import { Section } from "#components/ui/card.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import { listImports } from "#lib/queries/history.ts";
import { pageContext } from "#lib/transport/page.ts";
import { ImportForm } from "./_components/import-form.tsx";
import { ImportsTable } from "./_components/imports-table.tsx";

export const metadata: Metadata = { title: "Import" };

export default async function ImportPage() {
  const ctx = await pageContext();
  const imports = await listImports({ ctx });
  return (
    <Page title="Import" status="Task history becomes a fleet to route on and data to learn from">
      {hasScope(ctx.actor, "history:write") ? (
        <Section
          title="Import files"
          note="Plain or gzip. Larger folders: npx signalbox import --data <folder> --fleet <name>"
        >
          <ImportForm />
        </Section>
      ) : null}
      <Section title="Imported so far">
        <ImportsTable imports={imports} />
      </Section>
    </Page>
  );
}
