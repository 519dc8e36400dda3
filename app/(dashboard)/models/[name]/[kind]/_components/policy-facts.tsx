import { Card } from "#components/ui/card.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { formatBytes, formatCount, formatShare } from "#components/ui/figures.ts";
import type { ModelKind } from "#lib/contracts/model.ts";
import { MODEL_FAMILIES } from "#lib/contracts/model-family.ts";
import type { GateBounds, ModelPolicy } from "#lib/contracts/model-policy.ts";

import { guardsText } from "../../../_components/guards-text.ts";

const REPLAY: Record<GateBounds["replay"], string> = {
  off: "not looked at",
  if_present: "not worse, when there is one",
  required: "required, and not worse",
};

const days = (count: number) => `${count} ${count === 1 ? "day" : "days"}`;

interface PolicyFactsProps {
  kind: ModelKind;
  policy: ModelPolicy;
}

/** How versions of this model come and go, as it is in force. */
export function PolicyFacts({ kind, policy }: PolicyFactsProps) {
  const { gates } = policy;
  // What chooses no agent cannot be tried on live traffic, replayed or watched.
  const { choosesAgents: chooses, learnsFrom, quality } = MODEL_FAMILIES[kind];
  return (
    <Card>
      <DefinitionList
        facts={[
          { term: "Retrain", value: retraining(policy, chooses) },
          {
            term: "Retrained versions",
            value: policy.promoteRetrained ? "go to production once every gate passes" : "wait in staging",
          },
          ...(chooses ? trialFacts(policy) : []),
          { term: "Fast return", value: fastReturn(policy, chooses) },
          { term: "Artifacts kept", value: `${formatCount(policy.keepVersions)}, and all that are named` },
          { term: "Loads within", value: bound(gates.maxLoadMs, (ms) => `${formatCount(ms)} ms`) },
          { term: "Artifact at most", value: bound(gates.maxArtifactBytes, formatBytes) },
          { term: `${capitalised(learnsFrom.many)} at least`, value: bound(gates.minRows, formatCount) },
          {
            term: `${quality.name} may fall by`,
            value: bound(gates.maxSuccessLoss, points),
          },
          { term: "Calibration error at most", value: bound(gates.maxCalibrationError, formatShare) },
          ...(chooses ? choiceFacts(gates) : []),
        ]}
      />
    </Card>
  );
}

function retraining(policy: ModelPolicy, chooses: boolean): string {
  const when = [
    ...(policy.retrainEveryDays === null ? [] : [`every ${days(policy.retrainEveryDays)}`]),
    ...(chooses && policy.retrainOnDrift ? ["on drift"] : []),
    ...(chooses && policy.retrainOnRegression ? ["on a regression"] : []),
  ];
  return when.length === 0 ? "only when asked" : when.join(", ");
}

function fastReturn({ returnWindowDays }: ModelPolicy, chooses: boolean): string {
  if (returnWindowDays === 0) return "never";
  return `within ${days(returnWindowDays)}, ${chooses ? "without a canary" : "without the gates"}`;
}

function trialFacts({ canary, watchHours }: ModelPolicy) {
  const then = canary.promoteWhenGood ? "then promoted" : "then somebody decides";
  return [
    { term: "Canary", value: `${canary.percent}% until ${formatCount(canary.outcomes)} outcomes, ${then}` },
    { term: "False alarms of a canary", value: `at most ${formatShare(canary.falseAlarm)}` },
    { term: "A canary is worse", value: guardsText(canary) },
    { term: "After a promotion", value: watchHours === 0 ? "not watched" : `watched for ${watchHours} h` },
  ];
}

function choiceFacts(gates: GateBounds) {
  return [
    { term: "Outcomes by agent at least", value: bound(gates.minRowsPerAgent, formatCount) },
    { term: "Brier score may rise by", value: bound(gates.maxBrierLoss, (loss) => loss.toFixed(4)) },
    { term: "Replay", value: REPLAY[gates.replay] },
    {
      term: "Not starved",
      value: bound(gates.minShareNotStarved, (share) => `agents with ${formatShare(share)} of the work or more`),
    },
  ];
}

function bound<T>(value: T | null, show: (value: T) => string): string {
  return value === null ? "off" : show(value);
}

const points = (share: number) => `${(share * 100).toFixed(1)} points`;
const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
