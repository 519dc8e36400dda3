import Link from "next/link";
import { modelHref } from "#components/models/model-href.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

/** What is missing: somebody's hand-offs, or a model that has learned from them. */
export function NoModel({ fleet, hasInteractions }: { fleet: string; hasInteractions: boolean }) {
  if (hasInteractions) {
    return (
      <EmptyState
        title={`No behaviour model is in production for ${fleet}`}
        action={
          <span className="flex flex-wrap justify-center gap-2">
            <Button asChild variant="primary">
              <Link href="/training">Train one</Link>
            </Button>
            <Button asChild>
              <Link href={modelHref({ name: fleet, kind: "behavior" })}>Versions</Link>
            </Button>
          </span>
        }
      >
        Hand-offs of its agents are known. A behaviour model learns from them who works well after whom; once a version
        is in production, its graph stands here.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={`Who hands over to whom in ${fleet} will appear here`}
      action={
        <Button asChild>
          <Link href="/import">Import a history of interactions</Link>
        </Button>
      }
    >
      Name the decision that a task came from when you route it (<code className="font-mono">parent_decision_id</code>{" "}
      of <code className="font-mono">POST /api/v1/route</code>), send what happened to{" "}
      <code className="font-mono">POST /api/v1/interactions</code>, or point an OpenTelemetry exporter at{" "}
      <code className="font-mono">/api/v1/otlp/v1/traces</code>. <code className="font-mono">docs/interactions.md</code>{" "}
      has examples of each.
    </EmptyState>
  );
}
