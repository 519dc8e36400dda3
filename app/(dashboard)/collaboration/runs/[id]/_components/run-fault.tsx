import Link from "next/link";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { RunView } from "#lib/contracts/team-run.ts";
import { faultWords } from "../../run-words.ts";
import { BlameTables } from "./blame-tables.tsx";
import { NameFaultDialog } from "./name-fault-dialog.tsx";
import { WithdrawFault } from "./withdraw-fault.tsx";

/** What a person found, what an import told, and what the model in production holds for likely. */
export function RunFault({ run, mayName }: { run: RunView; mayName: boolean }) {
  const { named, told, blame, noBlame } = run;
  const [likeliest] = blame?.steps ?? [];
  const speakers = [...new Set(run.turns.map(({ from }) => from))];
  return (
    <Card className="flex flex-col gap-4">
      {named ? (
        <p>
          <strong className="font-semibold">{faultWords(named)}</strong>, found by {named.namedBy}{" "}
          <RelativeTime at={named.namedAt} />: {named.reason}
        </p>
      ) : null}
      {told ? (
        <p className={named ? "text-muted" : undefined}>
          {faultWords(told)}, as told with the run{named ? "; the finding above comes before it" : ""}.
        </p>
      ) : null}
      {blame && run.model ? <BlameTables run={run} blame={blame} model={run.model} /> : null}
      {noBlame ? (
        <Alert
          title={noBlame}
          action={
            <Button asChild>
              <Link href="/models">Models</Link>
            </Button>
          }
        />
      ) : null}
      {run.succeeded === null && !named ? (
        <p className="text-muted">Nobody has said how this run ended; a model is asked about failed ones alone.</p>
      ) : null}
      {mayName ? (
        <div className="flex flex-wrap gap-2">
          <NameFaultDialog
            fleetName={run.fleetName}
            runId={run.id}
            agents={speakers}
            suggested={named ?? told ?? likeliest ?? null}
            trigger={
              <Button variant={named ? "secondary" : "primary"}>
                {named ? "Change the finding" : "Name who was at fault"}
              </Button>
            }
          />
          {named ? (
            <WithdrawFault fleetName={run.fleetName} runId={run.id} fault={faultWords(named)} told={told !== null} />
          ) : null}
        </div>
      ) : null}
    </Card>
  );
}
