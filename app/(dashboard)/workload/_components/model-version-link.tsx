import Link from "next/link";
import { versionHref } from "#components/models/model-href.ts";
import { Unknown } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { WorkloadVersionView } from "#lib/contracts/workload.ts";

/** "Workload model v3, learned until 2 h ago" */
export function ModelVersionLink({ fleet, model }: { fleet: string; model: WorkloadVersionView | null }) {
  if (!model) return <Unknown word="no model" />;
  return (
    <>
      <Link className="text-accent underline" href={versionHref({ name: fleet, kind: "workload" }, model.version)}>
        workload model v{model.version}
      </Link>
      , learned until <RelativeTime at={model.learnedUntil} />
    </>
  );
}
