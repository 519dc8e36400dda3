import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { Page } from "#components/layout/page.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import { checkConfiguration, readConfiguration } from "#lib/queries/configurations.ts";
import { pageContext, pageQuery } from "#lib/transport/page.ts";
import { ConfigurationEditor } from "../_components/configuration-editor.tsx";
import { blankSettings } from "../_components/form-values.ts";
import { loadNewConfigSearch } from "../search-params.ts";

export const metadata: Metadata = { title: "New configuration" };

export default async function NewConfigurationPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext();
  const { from } = await loadNewConfigSearch(searchParams);
  const [provider, name] = from?.split("/") ?? [];
  const copied = from === null ? null : await pageQuery(readConfiguration, { provider, name });
  const settings = copied?.settings ?? blankSettings("anthropic");
  const check = await checkConfiguration({ ctx, input: { settings } });
  return (
    <Page
      parent={{ href: "/configs", label: "Configurations" }}
      title="New"
      status={copied ? `Begins as a copy of ${copied.ref}` : undefined}
    >
      {hasScope(ctx.actor, "config:write") ? (
        <ConfigurationEditor name={null} revision={0} settings={settings} initialCheck={check} agentCount={0} />
      ) : (
        <EmptyState title="Operators and admins make configurations." />
      )}
    </Page>
  );
}
