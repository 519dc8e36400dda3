import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { UrlSearch } from "#components/data-table/url-search.tsx";
import { UrlSelect } from "#components/data-table/url-select.tsx";
import { FilterRow, Page } from "#components/layout/page.tsx";
import { Section } from "#components/ui/card.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import { PROVIDERS } from "#lib/contracts/configuration.ts";
import type { CatalogueRow } from "#lib/contracts/model-catalogue.ts";
import { listCatalogue } from "#lib/queries/model-catalogue.ts";
import { pageContext } from "#lib/transport/page.ts";
import { loadConfigsSearch } from "../search-params.ts";
import { CatalogueTable } from "./_components/catalogue-table.tsx";
import { OverridesTable } from "./_components/overrides-table.tsx";
import { RepricingsTable } from "./_components/repricings-table.tsx";

export const metadata: Metadata = { title: "Models and prices" };

export default async function CataloguePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext();
  const { provider } = await loadConfigsSearch(searchParams);
  const { models, overrides, repricings } = await listCatalogue({ ctx, input: provider ? { provider } : {} });
  const mayWrite = hasScope(ctx.actor, "config:write");
  return (
    <Page parent={{ href: "/configs", label: "Configurations" }} title="Models and prices" status={describe(models)}>
      <FilterRow>
        <UrlSearch label="Model" />
        <UrlSelect
          param="provider"
          label="Provider"
          all="All providers"
          options={PROVIDERS.map((value) => ({ value, label: value }))}
        />
      </FilterRow>
      <CatalogueTable models={models} mayWrite={mayWrite} />
      <Section title="Own prices" note="Entered here; from their date on they come before the catalogue's">
        <OverridesTable overrides={overrides} mayWrite={mayWrite} />
      </Section>
      <Section title="History priced anew" note="Beside what calls were priced with when they were made, which stays">
        <RepricingsTable repricings={repricings} />
      </Section>
    </Page>
  );
}

function describe(models: readonly CatalogueRow[]): string {
  const used = models.filter((row) => row.usedBy.length > 0);
  const ending = used.filter((row) => row.retirement !== null).length;
  const parts = [`${models.length} models, ${used.length} in use`];
  if (ending > 0) parts.push(`${ending} of these with an end`);
  return parts.join(", ");
}
