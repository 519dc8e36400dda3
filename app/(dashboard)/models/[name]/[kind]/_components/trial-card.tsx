import Link from "next/link";
import type { ReactNode } from "react";
import { versionHref } from "#components/models/model-href.ts";
import { Card } from "#components/ui/card.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { formatCount, formatShare } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { Meter } from "#components/ui/meter.tsx";
import { ExactTime } from "#components/ui/relative-time.tsx";
import type { TrialView } from "#lib/contracts/trial.ts";
import { guardsText } from "../../../_components/guards-text.ts";
import { TrialArms } from "./trial-arms.tsx";
import { TRIAL_MODES, TRIAL_STATES } from "./trial-words.ts";

/** A version beside production on live traffic: what it knows so far, arm by arm. */
export function TrialCard({ trial, action }: { trial: TrialView; action?: ReactNode }) {
  const { mode, state, version, against, plan, arms, agreement, brier, evidence } = trial;
  const { outcomes } = arms.candidate;
  return (
    <Card className="flex flex-col gap-4">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="flex min-w-0 grow basis-72 flex-col gap-1">
          <p className="flex flex-wrap items-center gap-x-3 text-base">
            <Lamp {...TRIAL_STATES[state]} loud={state === "rolled_back"} />
            <span className="font-medium">
              {TRIAL_MODES[mode].name} of{" "}
              <Link href={versionHref(trial, version)} className="text-accent underline">
                v{version}
              </Link>{" "}
              against v{against}
            </span>
          </p>
          <p className="max-w-4xl">{trial.sentence || TRIAL_MODES[mode].explanation}</p>
          <p className="text-muted">
            Begun by {trial.authorName}: {trial.reason}
          </p>
        </div>
        {action}
      </div>
      <TrialArms trial={trial} />
      <DefinitionList
        facts={[
          { term: "Begun", value: <ExactTime at={trial.startedAt} className="" /> },
          ...(trial.endedAt ? [{ term: "Ended", value: <ExactTime at={trial.endedAt} className="" /> }] : []),
          ...(mode === "canary" ? [{ term: "Decides", value: `${plan.percent}% of the decisions` }] : []),
          ...(mode === "shadow"
            ? []
            : [
                {
                  term: "Outcomes of the candidate",
                  value: (
                    <span className="flex flex-col gap-1">
                      {formatCount(outcomes)} of {formatCount(plan.outcomes)}
                      <Meter
                        label="Outcomes"
                        parts={[
                          {
                            share: outcomes / plan.outcomes,
                            tone: "accent",
                            label: `${formatCount(outcomes)} of ${formatCount(plan.outcomes)}`,
                          },
                        ]}
                      />
                    </span>
                  ),
                },
                { term: "Worse", value: guardsText(plan) },
                { term: "Chance of a false alarm", value: `at most ${formatShare(plan.falseAlarm)}` },
              ]),
          ...(evidence
            ? [
                {
                  term: "Evidence of a regression",
                  value: (
                    <span className="flex flex-col gap-1">
                      {evidence.value.toFixed(2)}, ends at {evidence.bound.toFixed(2)}
                      <Meter
                        label="Evidence"
                        parts={[
                          {
                            share: Math.max(0, evidence.value) / evidence.bound,
                            tone: evidence.value >= evidence.bound ? "danger" : "caution",
                            label: `${evidence.value.toFixed(2)} of ${evidence.bound.toFixed(2)}`,
                          },
                        ]}
                      />
                    </span>
                  ),
                },
              ]
            : []),
          ...(agreement === null ? [] : [{ term: "Same agent chosen", value: formatShare(agreement) }]),
          ...(brier
            ? [
                {
                  term: "Brier score, less is better",
                  value: `v${version} ${brier.candidate.toFixed(4)}, v${against} ${brier.production.toFixed(4)}`,
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}
