import { Card } from "#components/ui/card.tsx";
import { DefinitionList, type Fact } from "#components/ui/definition-list.tsx";
import { formatCount, formatDuration, formatShare } from "#components/ui/figures.ts";
import { Money, Unknown } from "#components/ui/money.tsx";
import type { PlacementView } from "#lib/contracts/fallback.ts";
import { BeforeAfter } from "./before-after.tsx";

const points = (share: number) => `${share < 0 ? "−" : "+"}${Math.abs(100 * share).toFixed(1)}`;

/** The figures of all tasks together: as it is, and as it would be. */
export function AbsenceFacts({ placement }: { placement: PlacementView }) {
  const { tasks, sampled, days, capped, unplacedTasks, success, cost, waitMs, workloadVersion } = placement;
  const facts: Fact[] = [
    {
      term: `Tasks in ${capped ? days.toFixed(1) : days} days`,
      value: `${formatCount(tasks)}, ${formatCount(sampled)} of them routed again`,
    },
    {
      term: "Nobody takes",
      value: `${formatCount(Math.round(unplacedTasks))}${tasks > 0 ? ` (${formatShare(unplacedTasks / tasks)})` : ""}`,
    },
    {
      term: unplacedTasks > 0 ? "Expected success of what is taken over" : "Expected success",
      value: success ? <BeforeAfter before={success.before} after={success.after} show={formatShare} /> : <Unknown />,
    },
    {
      term: "Change of success, 95% interval",
      value: success ? (
        `${points(success.difference)} points (${points(success.differenceCi95[0])} to ${points(success.differenceCi95[1])})`
      ) : (
        <Unknown />
      ),
    },
    {
      term: "Cost a task",
      value: cost ? (
        <BeforeAfter before={cost.before} after={cost.after} show={(nanoUsd) => <Money nanoUsd={nanoUsd} />} />
      ) : (
        <Unknown />
      ),
    },
    {
      term:
        cost && cost.knownShare < 0.995 ? `A month, of the ${formatShare(cost.knownShare, 0)} with a price` : "A month",
      value: <MonthChange nanoUsd={cost?.perMonthNanoUsd ?? null} />,
    },
    {
      term: workloadVersion === null ? "Mean wait: no workload model" : `Mean wait by workload v${workloadVersion}`,
      value: waitMs ? <BeforeAfter {...waitMs} show={formatDuration} /> : <Unknown />,
    },
  ];
  return (
    <Card>
      <DefinitionList facts={facts} />
    </Card>
  );
}

function MonthChange({ nanoUsd }: { nanoUsd: string | null }) {
  if (nanoUsd === null) return <Unknown />;
  const less = nanoUsd.startsWith("-");
  return (
    <>
      <Money nanoUsd={less ? nanoUsd.slice(1) : nanoUsd} /> {less ? "less" : "more"}
    </>
  );
}
