"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useLiveQuery } from "#components/layout/live.tsx";
import { modelHref } from "#components/models/model-href.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { Page } from "#lib/contracts/page.ts";
import type { TrialView } from "#lib/contracts/trial.ts";
import { PastTrials } from "./past-trials.tsx";
import { StopTrialDialog } from "./stop-trial-dialog.tsx";
import { TrialCard } from "./trial-card.tsx";

interface TrialsProps {
  model: { name: string; kind: string };
  initial: Page<TrialView>;
  mayWrite: boolean;
}

/** What is tried beside production now, as its counts come in, and what was tried before. */
export function Trials({ model, initial, mayWrite }: TrialsProps) {
  const router = useRouter();
  const { data = initial } = useLiveQuery<Page<TrialView>>({
    url: `/api/ui${modelHref(model)}/trials`,
    initial,
    everyMs: 2000,
  });
  const running = data.rows.filter(({ state }) => state === "running");
  // A trial that ends may have moved production.
  const ended = running.length < initial.rows.filter(({ state }) => state === "running").length;
  useEffect(() => {
    if (ended) router.refresh();
  }, [ended, router]);
  if (data.rows.length === 0) {
    return (
      <EmptyState title="Trials on live traffic will appear here">
        A version's page starts a shadow, which decides nothing, or a canary, which decides a part and is taken back by
        itself on a regression. A promotion is watched.
      </EmptyState>
    );
  }
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {running.map((trial) => (
        <TrialCard key={trial.id} trial={trial} action={mayWrite ? <StopTrialDialog trial={trial} /> : undefined} />
      ))}
      <PastTrials trials={data.rows.filter(({ state }) => state !== "running")} />
    </div>
  );
}
