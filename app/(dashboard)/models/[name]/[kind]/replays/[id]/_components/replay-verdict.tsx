"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useLiveQuery } from "#components/layout/live.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Card } from "#components/ui/card.tsx";
import { formatShare } from "#components/ui/figures.ts";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import type { ReplayView } from "#lib/contracts/replay.ts";
import { ReplayLamp } from "../../../../../_components/replay-lamp.tsx";

/** What came of it in one sentence; while it runs, how far it is. */
export function ReplayVerdict({ initial }: { initial: ReplayView }) {
  if (initial.state === "running") return <Running initial={initial} />;
  return (
    <Card className="flex max-w-4xl flex-col gap-2">
      <p className="text-base">
        <ReplayLamp replay={initial} />
      </p>
      {initial.report ? <p className="text-base">{initial.report.summary}</p> : null}
      {initial.error ? <Alert tone="danger" title={initial.error} /> : null}
    </Card>
  );
}

function Running({ initial }: { initial: ReplayView }) {
  const router = useRouter();
  const { data = initial } = useLiveQuery<ReplayView>({
    url: `/api/ui/replays/${initial.id}`,
    initial,
    everyMs: 1000,
  });
  const ended = data.state !== "running";
  useEffect(() => {
    if (ended) router.refresh();
  }, [ended, router]);
  return (
    <Card className="flex max-w-4xl flex-col gap-3">
      <p role="status" className="text-base">
        v{data.version} is tried over past decisions: {formatShare(data.progress, 0)} done.
      </p>
      <ProgressBar label="Replay" share={data.progress} className="w-full" />
    </Card>
  );
}
