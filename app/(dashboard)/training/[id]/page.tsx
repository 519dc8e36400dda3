import type { Metadata } from "next";
import { hasScope } from "#lib/auth/scopes.ts";
import { readTrainingRun } from "#lib/queries/training.ts";
import { pageContext, pageQuery } from "#lib/transport/page.ts";
import { RunView } from "./_components/run-view.tsx";

export const metadata: Metadata = { title: "Training run" };

export default async function TrainingRunPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [ctx, run] = await Promise.all([pageContext(), pageQuery(readTrainingRun, { id })]);
  return <RunView initial={run} mayWrite={hasScope(ctx.actor, "model:write")} />;
}
