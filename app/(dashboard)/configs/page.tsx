import type { Metadata } from "next";
import Link from "next/link";
import type { SearchParams } from "nuqs/server";
import { UrlSearch } from "#components/data-table/url-search.tsx";
import { UrlSelect } from "#components/data-table/url-select.tsx";
import { FilterRow, Page } from "#components/layout/page.tsx";
import { Button } from "#components/ui/button.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import { PROVIDERS, TIERS } from "#lib/contracts/configuration.ts";
import type { ConfigurationRow } from "#lib/contracts/configuration-view.ts";
import { listConfigurations } from "#lib/queries/configurations.ts";
import { pageContext } from "#lib/transport/page.ts";
import { ConfigurationsTable } from "./_components/configurations-table.tsx";
import { ExportLinks } from "./_components/export-links.tsx";
import { ImportConfigurationsDialog } from "./_components/import-dialog.tsx";
import { loadConfigsSearch } from "./search-params.ts";

export const metadata: Metadata = { title: "Configurations" };

export default async function ConfigurationsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext();
  const { provider, tier } = await loadConfigsSearch(searchParams);
  const input = { ...(provider && { provider }), ...(tier && { tier }) };
  const rows = await listConfigurations({ ctx, input });
  return (
    <Page
      title="Configurations"
      status={describe(rows)}
      action={
        <>
          <Button asChild>
            <Link href="/configs/catalogue">Models and prices</Link>
          </Button>
          {hasScope(ctx.actor, "config:write") ? (
            <>
              <ImportConfigurationsDialog />
              <Button asChild variant="primary">
                <Link href="/configs/new">New configuration</Link>
              </Button>
            </>
          ) : null}
        </>
      }
    >
      <FilterRow>
        <UrlSearch label="Name or model" />
        <UrlSelect
          param="provider"
          label="Provider"
          all="All providers"
          options={PROVIDERS.map((value) => ({ value, label: value }))}
        />
        <UrlSelect
          param="tier"
          label="Tier"
          all="All tiers"
          options={TIERS.map((value) => ({ value, label: value }))}
        />
        <ExportLinks provider={provider} />
      </FilterRow>
      <ConfigurationsTable rows={rows} filtered={provider !== null || tier !== null} />
    </Page>
  );
}

function describe(rows: ConfigurationRow[]): string {
  const faulty = rows.filter((row) => row.errors > 0).length;
  const unpriced = rows.filter((row) => row.price === null).length;
  const parts = [rows.length === 1 ? "1 configuration" : `${rows.length} configurations`];
  parts.push(faulty === 0 ? "all valid" : `${faulty} with errors`);
  const keyless = rows.filter((row) => !row.hasKey).length;
  if (keyless > 0) parts.push(`${keyless} without a key`);
  if (unpriced > 0) parts.push(`${unpriced} without a known price`);
  return parts.join(", ");
}
