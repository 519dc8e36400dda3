import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { EstimatorName, ReplayReport } from "#lib/contracts/replay.ts";
import { VerdictLamp } from "../../../../../_components/replay-lamp.tsx";
import { formatChange, formatReward, REWARD_NAMES } from "../../../../../_components/replay-words.ts";

const ESTIMATORS: Record<EstimatorName, string> = {
  ips: "inverse propensity",
  snips: "self-normalised",
  dr: "doubly robust",
};

/** Every reward by every estimator: where they disagree, nothing is certain. */
export function EstimatesTable({ version, rewards }: { version: number; rewards: ReplayReport["rewards"] }) {
  const rows = rewards.flatMap(({ reward, n, logged, estimates }) =>
    estimates.map((estimate, index) => ({ reward, n, logged, estimate, first: index === 0 })),
  );
  if (rows.length === 0) return <EmptyState title="No outcome of the window can tell what it would have changed" />;
  return (
    <Table label="Estimated effects">
      <TableHead>
        <TableRow>
          <TableHeader>Measure</TableHeader>
          <TableHeader>Estimator</TableHeader>
          <TableHeader numeric>As decided</TableHeader>
          <TableHeader numeric>Under v{version}</TableHeader>
          <TableHeader numeric>Difference</TableHeader>
          <TableHeader>Verdict</TableHeader>
        </TableRow>
      </TableHead>
      <tbody>
        {rows.map(({ reward, n, logged, estimate, first }) => {
          const { estimator, value, valueCi95, difference, differenceCi95, verdict } = estimate;
          return (
            <TableRow key={`${reward}/${estimator}`}>
              <TableCell className="whitespace-nowrap font-medium">{first ? REWARD_NAMES[reward] : null}</TableCell>
              <TableCell className="whitespace-nowrap">{ESTIMATORS[estimator]}</TableCell>
              <TableCell numeric>
                {first ? (
                  <>
                    {formatReward(reward, logged)} <span className="text-muted">n {formatCount(n)}</span>
                  </>
                ) : null}
              </TableCell>
              <TableCell numeric>
                {formatReward(reward, value)}{" "}
                <span className="text-muted">
                  ({formatReward(reward, valueCi95[0])} to {formatReward(reward, valueCi95[1])})
                </span>
              </TableCell>
              <TableCell numeric>
                {formatChange(reward, difference)}{" "}
                <span className="text-muted">
                  ({formatChange(reward, differenceCi95[0])} to {formatChange(reward, differenceCi95[1])})
                </span>
              </TableCell>
              <TableCell>
                <VerdictLamp verdict={verdict} />
              </TableCell>
            </TableRow>
          );
        })}
      </tbody>
    </Table>
  );
}
