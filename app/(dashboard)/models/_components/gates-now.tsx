"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { fetchJson } from "#components/layout/live.tsx";
import { modelHref } from "#components/models/model-href.ts";
import { Alert } from "#components/ui/alert.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { GateReport } from "#lib/contracts/gate.ts";
import type { ModelKind } from "#lib/contracts/model.ts";
import { describeGates } from "./describe-gates.ts";
import { GateList } from "./gate-list.tsx";

interface GatesNowProps {
  model: { name: string; kind: ModelKind };
  version: number;
  onReport?: (report: GateReport | null) => void;
  /** Shows what fails alone; the rest opens on demand. */
  brief?: boolean;
}

/** What the gates say now of moving production to the version; measured anew each time. */
export function GatesNow({ model, version, onReport, brief = false }: GatesNowProps) {
  const url = `/api/ui${modelHref(model)}/versions/${version}/gates`;
  const { data, isError } = useQuery<GateReport>({
    queryKey: [url],
    queryFn: ({ signal }) => fetchJson(url, signal),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  useEffect(() => onReport?.(data ?? null), [data, onReport]);
  if (isError)
    return <Alert tone="caution" title="The gates could not be checked. They are checked again when it is moved." />;
  if (!data) {
    return (
      <div aria-busy="true" className="flex flex-col gap-2 rounded-md border p-3">
        <span className="text-muted text-xs">Checking the gates</span>
        <Skeleton className="h-3 w-3/4" />
        <Skeleton className="h-3 w-1/2" />
        <Skeleton className="h-3 w-2/3" />
      </div>
    );
  }
  const failed = data.results.filter(({ verdict }) => verdict === "fail");
  const others = data.results.filter(({ verdict }) => verdict !== "fail");
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <p className="font-medium text-xs">
        Gates {data.against === null ? "with nothing in production" : `against v${data.against}`}:{" "}
        {describeGates(data.results)}
      </p>
      {brief ? (
        <>
          {failed.length > 0 ? <GateList results={failed} /> : null}
          <Disclosure label={`What the ${failed.length > 0 ? "others" : "gates"} found`}>
            <GateList results={others} />
          </Disclosure>
        </>
      ) : (
        <GateList results={data.results} failuresFirst />
      )}
    </div>
  );
}
