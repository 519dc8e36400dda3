"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { ErrorSummary } from "#components/forms/error-summary.tsx";
import { Section } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { SelectOption } from "#components/ui/select.tsx";
import { toast } from "#components/ui/toaster.tsx";
import type { CandidateRow, RouteAnswer } from "#lib/contracts/decision.ts";
import type { ErrorBody } from "#lib/contracts/error.ts";
import type { DrillView } from "#lib/contracts/fallback.ts";
import { previewRouteAction, routeTaskAction } from "../actions.ts";
import { Preview } from "./preview.tsx";
import { RouteForm } from "./route-form.tsx";
import { EMPTY_DRAFT, type RouteDraft, toRouteRequest } from "./route-request.ts";

interface RouteTaskProps {
  fleets: SelectOption[];
  /** Drills that run, of all fleets. */
  drills: DrillView[];
  /** Names the fleet's agents declare, offered while typing. */
  capabilities: string[];
  /** Others see the form, which stays shut: the page says why. */
  mayRoute: boolean;
}

interface Simulated {
  answer: RouteAnswer;
  candidates: CandidateRow[];
  /** What was simulated, so that exactly this is placed. */
  draft: RouteDraft;
  /** Placing twice by accident is one decision. */
  idempotencyKey: string;
}

export function RouteTask({ fleets, drills, capabilities, mayRoute }: RouteTaskProps) {
  const router = useRouter();
  const [draft, setDraft] = useState<RouteDraft>({ ...EMPTY_DRAFT, fleetName: fleets[0]?.value ?? "" });
  const [simulated, setSimulated] = useState<Simulated | null>(null);
  const [error, setError] = useState<ErrorBody | null>(null);
  const [pending, startTransition] = useTransition();

  const offered = drills.filter(({ fleetName }) => fleetName === draft.fleetName);

  const simulate = () =>
    startTransition(async () => {
      const drill = offered.some(({ id }) => id === draft.drill) ? { drill: draft.drill } : {};
      const request = { ...toRouteRequest(draft), ...drill };
      const result = await previewRouteAction({ fleetName: draft.fleetName, request });
      setError(result.ok ? null : result.error);
      if (result.ok) setSimulated({ ...result.data, draft, idempotencyKey: newKey() });
    });
  const place = ({ draft: wanted, idempotencyKey }: Simulated) =>
    startTransition(async () => {
      const request = toRouteRequest(wanted);
      const result = await routeTaskAction({ fleetName: wanted.fleetName, request, idempotencyKey });
      setError(result.ok ? null : result.error);
      if (!result.ok) return;
      toast.success(result.data.agent ? `Placed with ${result.data.agent}.` : "Recorded: nobody fits.");
      router.push(`/decisions/${result.data.decision_id}`);
    });

  return (
    <div className="grid items-start gap-6 rail:grid-cols-[minmax(18rem,22rem)_minmax(0,1fr)]">
      <RouteForm
        draft={draft}
        onChange={setDraft}
        fleets={fleets}
        drills={offered.map(({ id, thing }) => ({ value: id, label: `without ${thing}` }))}
        capabilities={capabilities}
        locked={!mayRoute}
        pending={pending}
        onSimulate={simulate}
      />
      <div className="flex min-w-0 flex-col gap-4">
        <ErrorSummary error={error} />
        {simulated ? (
          <Preview
            answer={simulated.answer}
            candidates={simulated.candidates}
            changed={simulated.draft !== draft}
            pending={pending}
            onPlace={() => place(simulated)}
          />
        ) : (
          <Section title="Candidates">
            <EmptyState title="Every candidate will appear here with its reasons">
              {mayRoute
                ? "Describe the task and press Simulate. Nothing is written until you place it."
                : "Operators simulate and place tasks here. What was decided, and why, stands on the page Decisions."}
            </EmptyState>
          </Section>
        )}
      </div>
    </div>
  );
}

/** crypto.randomUUID is missing on plain http; these bits need only be different each time. */
function newKey(): string {
  return `page-${Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("")}`;
}
