"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ExactTime } from "#components/ui/relative-time.tsx";
import type { GateReport } from "#lib/contracts/gate.ts";
import type { ModelKind } from "#lib/contracts/model.ts";
import { describeGates } from "../../../../../_components/describe-gates.ts";
import { GateList } from "../../../../../_components/gate-list.tsx";
import { GatesNow } from "../../../../../_components/gates-now.tsx";

interface GatesSectionProps {
  model: { name: string; kind: ModelKind };
  version: number;
  /** What they found when it last went to production. */
  last: GateReport | null;
}

/** What the gates found when it went to production, and what they say now. */
export function GatesSection({ model, version, last }: GatesSectionProps) {
  const [checks, setChecks] = useState(0);
  const check = (
    <Button size="small" onClick={() => setChecks(checks + 1)}>
      {checks === 0 ? "Check gates" : "Check again"}
    </Button>
  );
  if (checks > 0) {
    return (
      <div className="flex min-w-0 flex-col gap-2">
        <GatesNow key={checks} model={model} version={version} />
        <div>{check}</div>
      </div>
    );
  }
  if (!last) {
    return (
      <EmptyState title="The gates have not judged it yet" action={check}>
        They are checked whenever somebody moves production, and here at any time.
      </EmptyState>
    );
  }
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <p className="text-muted text-xs">
        When it went to production, <ExactTime at={last.at} />: {describeGates(last.results)}
      </p>
      <GateList results={last.results} />
      <div>{check}</div>
    </div>
  );
}
