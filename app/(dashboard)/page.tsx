import type { Metadata } from "next";
import { readOverview } from "#lib/queries/overview.ts";
import { pageQuery } from "#lib/transport/page.ts";
import { OverviewView } from "./_components/overview-view.tsx";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage() {
  return <OverviewView initial={await pageQuery(readOverview, {})} />;
}
