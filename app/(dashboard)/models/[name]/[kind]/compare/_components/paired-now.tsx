"use client";

import { useQuery } from "@tanstack/react-query";
import { fetchJson } from "#components/layout/live.tsx";
import { compareHref } from "#components/models/model-href.ts";
import { Alert } from "#components/ui/alert.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { type PairedMeasure, PairedTable } from "./paired-table.tsx";

interface PairedNowProps {
  model: { name: string; kind: string };
  old: number;
  fresh: number;
}

/** Both versions on the same tasks, which neither has learned from: measured when somebody looks, since it takes a while. */
export function PairedNow({ model, old, fresh }: PairedNowProps) {
  const url = `/api/ui${compareHref(model, old, fresh)}`;
  const { data, isError } = useQuery<{ paired: PairedMeasure | null }>({
    queryKey: [url],
    queryFn: ({ signal }) => fetchJson(url, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (isError) return <Alert tone="caution" title="The two could not be measured on the same tasks." />;
  if (!data) return <TableSkeleton rows={2} />;
  if (!data.paired) {
    return (
      <EmptyState title="No task is left that neither version has seen">
        New outcomes, or a data set with a test split, make them comparable task by task.
      </EmptyState>
    );
  }
  return <PairedTable measured={data.paired} old={old} fresh={fresh} />;
}
