"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useLiveQuery } from "#components/layout/live.tsx";
import { modelHref } from "#components/models/model-href.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { ShortId } from "#components/ui/short-id.tsx";
import type { ModelServing, ModelView } from "#lib/contracts/model.ts";
import { ReplicaLamp } from "./replica-lamp.tsx";

/** How far the processes are, one by one, as they write it; a move by somebody else brings the page up to date. */
export function ServingProgress({ model }: { model: ModelView }) {
  const router = useRouter();
  const { production, replicas } = model;
  const { data = model } = useLiveQuery<ModelServing>({
    url: `/api/ui${modelHref(model)}/serving`,
    initial: { production, replicas },
    everyMs: 1000,
  });
  const moved = data.production !== production;
  useEffect(() => {
    if (moved) router.refresh();
  }, [moved, router]);
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-4 gap-y-1 text-ink">
      <ReplicaLamp model={data} />
      {data.replicas.length > 1
        ? data.replicas.map(({ replicaId, version }) => (
            <span key={replicaId} className="inline-flex items-center gap-1.5">
              <Lamp state={version === data.production ? "on" : "caution"} word={`v${version}`} />
              <ShortId id={replicaId} what="process id" />
            </span>
          ))
        : null}
    </div>
  );
}
