import { Card } from "#components/ui/card.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { formatBytes, formatCount, formatShare } from "#components/ui/figures.ts";
import type { GateBounds, ModelPolicy } from "#lib/contracts/model-policy.ts";

import { guardsText } from "../../../_components/guards-text.ts";

const REPLAY: Record<GateBounds["replay"], string> = {
  off: "not looked at",
  if_present: "not worse, when there is one",
  required: "required, and not worse",
};

const days = (count: number) => `${count} ${count === 1 ? "day" : "days"}`;

/** How versions of this model come and go, as it is in force. */
export function PolicyFacts({ policy }: { policy: ModelPolicy }) {
  const { gates, canary } = policy;
  const bound = <T,>(value: T | null, show: (value: T) => string) => (value === null ? "off" : show(value));
  const retrain = [
    ...(policy.retrainEveryDays === null ? [] : [`every ${days(policy.retrainEveryDays)}`]),
    ...(policy.retrainOnDrift ? ["on drift"] : []),
    ...(policy.retrainOnRegression ? ["on a regression"] : []),
  ];
  return (
    <Card>
      <DefinitionList
        facts={[
          { term: "Retrain", value: retrain.length === 0 ? "only when asked" : retrain.join(", ") },
          {
            term: "Retrained versions",
            value: policy.promoteRetrained ? "go to production once every gate passes" : "wait in staging",
          },
          {
            term: "Canary",
            value: `${canary.percent}% until ${formatCount(canary.outcomes)} outcomes, ${canary.promoteWhenGood ? "then promoted" : "then somebody decides"}`,
          },
          { term: "False alarms of a canary", value: `at most ${formatShare(canary.falseAlarm)}` },
          { term: "A canary is worse", value: guardsText(canary) },
          {
            term: "After a promotion",
            value: policy.watchHours === 0 ? "not watched" : `watched for ${policy.watchHours} h`,
          },
          {
            term: "Fast return",
            value:
              policy.returnWindowDays === 0 ? "never" : `within ${days(policy.returnWindowDays)}, without a canary`,
          },
          { term: "Artifacts kept", value: `${formatCount(policy.keepVersions)}, and all that are named` },
          { term: "Loads within", value: bound(gates.maxLoadMs, (ms) => `${formatCount(ms)} ms`) },
          { term: "Artifact at most", value: bound(gates.maxArtifactBytes, formatBytes) },
          { term: "Outcomes at least", value: bound(gates.minRows, formatCount) },
          { term: "Outcomes by agent at least", value: bound(gates.minRowsPerAgent, formatCount) },
          { term: "Success may fall by", value: bound(gates.maxSuccessLoss, points) },
          { term: "Brier score may rise by", value: bound(gates.maxBrierLoss, (loss) => loss.toFixed(4)) },
          { term: "Calibration error at most", value: bound(gates.maxCalibrationError, formatShare) },
          { term: "Replay", value: REPLAY[gates.replay] },
          {
            term: "Not starved",
            value: bound(gates.minShareNotStarved, (share) => `agents with ${formatShare(share)} of the work or more`),
          },
        ]}
      />
    </Card>
  );
}

const points = (share: number) => `${(share * 100).toFixed(1)} points`;
