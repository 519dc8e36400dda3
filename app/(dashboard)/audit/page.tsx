import type { Metadata } from "next";
import Link from "next/link";
import type { SearchParams } from "nuqs/server";
import { KeysetPager } from "#components/data-table/keyset-pager.tsx";
import { UrlSelect } from "#components/data-table/url-select.tsx";
import { FilterRow, Page } from "#components/layout/page.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import { listAuditEntities, listAuditEntries } from "#lib/queries/audit.ts";
import { pageContext, pageQuery } from "#lib/transport/page.ts";
import { AuditTable } from "./_components/audit-table.tsx";
import { auditHref, loadAuditParams } from "./search-params.ts";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext();
  if (!hasScope(ctx.actor, "audit:read")) {
    return (
      <Page title="Audit">
        <EmptyState title="Operators and admins see who changed what." />
      </Page>
    );
  }
  const { cursor, ...filter } = await loadAuditParams(searchParams);
  const input = Object.fromEntries(Object.entries({ ...filter, cursor }).filter(([, value]) => value));
  const [page, entities] = await Promise.all([pageQuery(listAuditEntries, input), listAuditEntities({ ctx })]);
  const filtered = Object.values(filter).some(Boolean);
  return (
    <Page title="Audit" status="Who changed what, newest first. An entry is written with its change or not at all.">
      <FilterRow>
        <UrlSelect
          param="entity"
          label="Kind of thing"
          all="Everything"
          options={entities.map((entity) => ({ value: entity, label: entity }))}
        />
        {filter.actor ? <Chip text={`By ${filter.actor}`} href={auditHref({ ...filter, actor: null })} /> : null}
        {filter.entityId ? <Chip text={filter.entityId} href={auditHref({ ...filter, entityId: null })} /> : null}
      </FilterRow>
      {page.rows.length === 0 ? (
        <EmptyState
          title={filtered ? "No entry matches these filters." : "Every change will appear here."}
          action={
            filtered ? (
              <Button asChild>
                <Link href="/audit">Clear the filters</Link>
              </Button>
            ) : undefined
          }
        />
      ) : (
        <AuditTable entries={page.rows} filter={filter} />
      )}
      <KeysetPager page={page} cursor={cursor} hrefOf={(place) => auditHref({ ...filter, cursor: place })} />
    </Page>
  );
}

function Chip({ text, href }: { text: string; href: string }) {
  return (
    <Button asChild>
      <Link href={href} aria-label={`Remove the filter ${text}`}>
        {text} ×
      </Link>
    </Button>
  );
}
