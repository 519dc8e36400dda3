import { formatCount, formatShare } from "#components/ui/figures.ts";
import { Money, Unknown } from "#components/ui/money.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { TrialArm, TrialView } from "#lib/contracts/trial.ts";

/** What each side decided and what came of it, n beside every rate. */
export function TrialArms({ trial: { arms, mode } }: { trial: TrialView }) {
  const sides = [
    { name: mode === "watch" ? "after" : "candidate", arm: arms.candidate },
    { name: mode === "watch" ? "before" : "production", arm: arms.production },
  ];
  return (
    <Table label={`Both sides of the ${mode}`}>
      <TableHead>
        <TableRow>
          <TableHeader>Side</TableHeader>
          <TableHeader numeric>Decisions</TableHeader>
          <TableHeader numeric>Outcomes</TableHeader>
          <TableHeader numeric>Success</TableHeader>
          <TableHeader numeric>Mean cost, USD</TableHeader>
        </TableRow>
      </TableHead>
      <tbody>
        {sides.map(({ name, arm }) => (
          <TableRow key={name}>
            <TableCell className="whitespace-nowrap">
              <span className="font-medium">v{arm.version}</span> <span className="text-muted">{name}</span>
            </TableCell>
            <TableCell numeric>{formatCount(arm.decisions)}</TableCell>
            <TableCell numeric>{formatCount(arm.outcomes)}</TableCell>
            <TableCell numeric>
              {arm.outcomes === 0 ? (
                <Unknown word="no outcome" />
              ) : (
                <>
                  {formatShare(arm.successes / arm.outcomes)}{" "}
                  <span className="text-muted">n {formatCount(arm.outcomes)}</span>
                </>
              )}
            </TableCell>
            <TableCell numeric>
              <MeanCost arm={arm} />
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

function MeanCost({ arm: { costNanoUsd, costOutcomes } }: { arm: TrialArm }) {
  if (costOutcomes === 0) return <Unknown />;
  return (
    <>
      <Money bare nanoUsd={(BigInt(costNanoUsd) / BigInt(costOutcomes)).toString()} />{" "}
      <span className="text-muted">n {formatCount(costOutcomes)}</span>
    </>
  );
}
