"use client";

import { useId, useState, useTransition } from "react";
import { ErrorSummary } from "#components/forms/error-summary.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ReasonField } from "#components/ui/reason-field.tsx";
import { toast } from "#components/ui/toaster.tsx";
import type { LlmConfig } from "#lib/contracts/configuration.ts";
import { compareConfigs } from "#lib/contracts/configuration-changes.ts";
import type { CostEstimateView, MonthView } from "#lib/contracts/configuration-view.ts";
import type { ErrorBody } from "#lib/contracts/error.ts";
import { saveConfigurationAction } from "../actions.ts";
import { ChangesTable } from "./changes-table.tsx";
import { type Conflict, readConflict } from "./conflict.ts";
import { CostChange } from "./cost-change.tsx";
import { MonthChange } from "./month-change.tsx";

interface SaveDialogProps {
  name: string;
  /** 0 when the configuration is new. */
  baseRevision: number;
  before: LlmConfig;
  /** Null: closed. */
  after: LlmConfig | null;
  costBefore: CostEstimateView | null;
  costAfter: CostEstimateView | null;
  /** A month of the last seven days' traffic, as it is and as it would be. */
  monthBefore: MonthView | null;
  monthAfter: MonthView | null;
  /** Agents whose default this is. */
  agentCount: number;
  onClose: () => void;
  onSaved: () => void;
  /** The author gives way to what somebody else saved. */
  onTakeTheirs: () => void;
}

/** The last look before a revision: what changes, what it costs, why; and what to do when somebody was faster. */
export function SaveDialog(props: SaveDialogProps) {
  const { name, baseRevision, before, after, agentCount, onClose, onSaved, onTakeTheirs } = props;
  const formId = useId();
  const [note, setNote] = useState("");
  const [error, setError] = useState<ErrorBody | null>(null);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [pending, startTransition] = useTransition();
  const ref = `${before.provider}/${name}`;

  const close = () => {
    setError(null);
    setConflict(null);
    onClose();
  };
  const save = (settings: LlmConfig | null) =>
    startTransition(async () => {
      if (!settings) return;
      const base = conflict?.revision ?? baseRevision;
      const input = { provider: settings.provider, name, settings, baseRevision: base, note };
      const result = await saveConfigurationAction(input);
      if (result.ok) {
        toast.success(`${ref} is saved as revision ${result.data.revision}.`);
        return onSaved();
      }
      const found = readConflict(result.error, before, settings);
      setConflict(found);
      setError(found ? null : result.error);
    });

  const changes = after && baseRevision > 0 ? compareConfigs(before, after) : [];
  return (
    <Dialog
      wide
      open={after !== null}
      onOpenChange={(open) => open || close()}
      title={
        baseRevision === 0 ? `Create ${ref}?` : `Save revision ${(conflict?.revision ?? baseRevision) + 1} of ${ref}?`
      }
      footer={
        <>
          {conflict ? (
            <Button onClick={onTakeTheirs}>Drop mine, take theirs</Button>
          ) : (
            <Button onClick={close}>Go on editing</Button>
          )}
          {conflict?.both ? (
            <Button variant="primary" disabled={pending} onClick={() => save(conflict.both)}>
              Keep both
            </Button>
          ) : null}
          <Button type="submit" form={formId} variant={conflict ? "danger" : "primary"} disabled={pending}>
            {pending ? "Saving…" : conflict ? `Save mine over revision ${conflict.revision}` : "Save"}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          save(conflict?.yours ?? after);
        }}
      >
        <ErrorSummary error={error} />
        {conflict ? (
          <>
            <Alert
              tone="caution"
              title={`${conflict.authorName} saved revision ${conflict.revision} while you were editing.`}
            >
              {conflict.differences.length === 0
                ? "It says the same as yours."
                : conflict.both
                  ? "Here is where yours and theirs differ. You changed different things: both can be kept."
                  : "Here is where yours and theirs differ."}
            </Alert>
            {conflict.differences.length > 0 ? (
              <ChangesTable label="Conflict" changes={conflict.differences} heads={["Yours", "Theirs"]} />
            ) : null}
          </>
        ) : changes.length > 0 ? (
          <ChangesTable label="Changes" changes={changes} heads={["Before", "After"]} />
        ) : null}
        {/* What is in force now is theirs, and what it costs was not asked. */}
        {conflict ? null : (
          <>
            <CostChange before={baseRevision === 0 ? null : props.costBefore} after={props.costAfter} />
            {baseRevision === 0 ? null : <MonthChange before={props.monthBefore} after={props.monthAfter} />}
          </>
        )}
        {agentCount > 0 ? (
          <p>
            {agentCount === 1
              ? "1 agent uses it: its next decisions name the new revision."
              : `${agentCount} agents use it: their next decisions name the new revision.`}
          </p>
        ) : null}
        <ReasonField label="Why" hint="Kept with the revision and in the audit list." value={note} onChange={setNote} />
      </form>
    </Dialog>
  );
}
