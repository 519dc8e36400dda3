import { Card } from "#components/ui/card.tsx";
import { Lamp } from "#components/ui/lamp.tsx";
import type { EvaluationReport } from "#lib/contracts/evaluation.ts";
import type { ModelVersionView } from "#lib/contracts/model.ts";
import { MODEL_FAMILIES } from "#lib/contracts/model-family.ts";
import type { LampState } from "#lib/contracts/overview.ts";

const BEATS: Record<EvaluationReport["beatsBestSingle"], { state: LampState; word: string }> = {
  yes: { state: "on", word: "Beats the best single agent" },
  no: { state: "danger", word: "Does not beat the best single agent" },
  not_distinguishable: { state: "caution", word: "Not distinguishable from the best single agent" },
  not_comparable: { state: "off", word: "Cannot be compared with the best single agent" },
};

/** First of all whether it is worth having, in plain words. */
export function VersionVerdict({ version, report }: { version: ModelVersionView; report: EvaluationReport | null }) {
  // Training writes the summary before the person's own words.
  const note = version.note.replace(report?.summary ?? "", "").trim();
  return (
    <Card className="flex max-w-4xl flex-col gap-2">
      {report ? (
        <>
          {MODEL_FAMILIES[version.kind].choosesAgents ? (
            <p className="text-base">
              <Lamp {...BEATS[report.beatsBestSingle]} loud className="whitespace-normal font-semibold" />
            </p>
          ) : null}
          <p className="text-base">{report.summary}</p>
          <p className="text-muted">{heldOut(version, report)}</p>
        </>
      ) : (
        <p className="text-base">No evaluation was kept with v{version.version}: only its figures are known.</p>
      )}
      {version.description ? <p>{version.description}</p> : null}
      {note ? <p className="text-muted">{note}</p> : null}
    </Card>
  );
}

function heldOut({ kind }: ModelVersionView, { heldOut: { how, rows, tasks } }: EvaluationReport): string {
  const { choosesAgents, measuredOn } = MODEL_FAMILIES[kind];
  if (!choosesAgents) return `Measured on ${rows.toLocaleString("en-US")} ${measuredOn} it had not seen (${how}).`;
  return `Measured on ${rows.toLocaleString("en-US")} outcomes of ${tasks.toLocaleString("en-US")} tasks it had not seen (${how}).`;
}
