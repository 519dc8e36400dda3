"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ErrorSummary } from "#components/forms/error-summary.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { ImportedConfiguration } from "#lib/contracts/configuration-exchange.ts";
import type { ErrorBody } from "#lib/contracts/error.ts";
import { importConfigurationsAction } from "../actions.ts";
import { ImportPlan } from "./import-plan.tsx";

/** Takes in a file in the format of configs/<provider>.json; what it would do is shown before it does it. */
export function ImportConfigurationsDialog() {
  const router = useRouter();
  const [text, setText] = useState<string | null>(null);
  const [plan, setPlan] = useState<ImportedConfiguration[] | null>(null);
  const [error, setError] = useState<ErrorBody | null>(null);
  const forget = () => {
    setText(null);
    setPlan(null);
    setError(null);
  };
  const look = async (file: File | undefined) => {
    forget();
    if (!file) return;
    const content = await file.text();
    const result = await importConfigurationsAction({ text: content, dryRun: true });
    if (!result.ok) return setError(result.error);
    setText(content);
    setPlan(result.data);
  };
  const changing = plan?.filter(({ state }) => state !== "same") ?? [];
  return (
    <ConfirmDialog
      wide
      trigger={<Button>Import</Button>}
      onOpenChange={forget}
      title="Import configurations from a file?"
      consequences={[
        "Every configuration is judged by the rules of the form; all of the file is taken in, or nothing.",
        "What differs becomes the next revision; what the file does not name is left alone.",
      ]}
      reason="Why"
      confirmLabel={changing.length === 0 ? "Import" : `Import ${changing.length}`}
      blocked={changing.length === 0}
      action={(note) => {
        const baseRevisions = Object.fromEntries(changing.map(({ ref, baseRevision }) => [ref, baseRevision]));
        return importConfigurationsAction({ text, note, baseRevisions });
      }}
      done={`${changing.length} configurations are imported.`}
      onDone={() => router.refresh()}
    >
      <Field label="File" hint="As Export writes it, the same format as configs/*.json." required>
        {(control) => (
          <Input
            {...control}
            type="file"
            accept=".json,application/json"
            className="py-1"
            onChange={({ target }) => void look(target.files?.[0])}
          />
        )}
      </Field>
      <ErrorSummary error={error} />
      {plan ? <ImportPlan plan={plan} /> : null}
    </ConfirmDialog>
  );
}
