import type { Metadata } from "next";
import { readHealth } from "#lib/queries/health.ts";
import { pageQuery } from "#lib/transport/page.ts";
import { HealthPageView } from "./_components/health-page-view.tsx";

export const metadata: Metadata = { title: "Health" };

export default async function HealthPage() {
  return <HealthPageView initial={await pageQuery(readHealth, {})} />;
}
