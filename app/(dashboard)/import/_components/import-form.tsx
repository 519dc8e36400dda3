"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState, useTransition } from "react";
import { ErrorSummary, fieldErrors } from "#components/forms/error-summary.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Input } from "#components/ui/input.tsx";
import type { ErrorBody } from "#lib/contracts/error.ts";
import type { ImportSummary } from "#lib/contracts/history.ts";
import { FILE_FIELDS } from "./file-fields.ts";
import { sendUpload } from "./send-upload.ts";

/** Files of one data set and the fleet they become. Nothing is kept of an import that fails. */
export function ImportForm() {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [error, setError] = useState<ErrorBody | null>(null);
  const [done, setDone] = useState<ImportSummary | null>(null);
  const [pending, startTransition] = useTransition();
  const errors = fieldErrors(error);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setError(null);
    setDone(null);
    startTransition(async () => {
      const result = await sendUpload(data);
      if (!result.ok) return setError(result.error);
      setDone(result.data);
      form.current?.reset();
      router.refresh();
    });
  };

  return (
    <form ref={form} className="flex max-w-3xl flex-col gap-4 rounded-md border bg-surface p-4" onSubmit={submit}>
      <ErrorSummary error={error && ofFields(error)} fieldId={(path) => `import-${path}`} />
      {done ? <Imported summary={done} /> : null}
      <Field
        id="import-fleetName"
        label="Fleet"
        hint="Made when it is new; a fleet that works live is left alone."
        error={errors.fleetName}
        required
      >
        {(control) => <Input {...control} name="fleetName" maxLength={120} autoComplete="off" required />}
      </Field>
      <div className="grid gap-4 sheet:grid-cols-2">
        {FILE_FIELDS.map(({ name, label, hint, accept, required }) => (
          <Field key={name} id={`import-${name}`} label={label} hint={hint} error={errors[name]} required={required}>
            {(control) => (
              <Input {...control} type="file" name={name} accept={accept} required={required} className="py-1" />
            )}
          </Field>
        ))}
      </div>
      <div className="grid gap-4 sheet:grid-cols-2">
        <Field id="import-typeField" label="Type field" hint='Field of the tasks to route on; "type" by default.'>
          {(control) => <Input {...control} name="typeField" maxLength={64} autoComplete="off" />}
        </Field>
        <Field id="import-sourceField" label="Source field" hint='"source" by default.'>
          {(control) => <Input {...control} name="sourceField" maxLength={64} autoComplete="off" />}
        </Field>
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" disabled={pending}>
          {pending ? "Importing…" : "Import"}
        </Button>
        <p className="text-muted">At most 64 MiB together. A wrong line is named, and nothing is half imported.</p>
      </div>
    </form>
  );
}

/** A wrong line of a file is in the message already and has no field to go to. */
function ofFields(error: ErrorBody): ErrorBody {
  const fields = new Set<string>(["fleetName", "typeField", "sourceField", ...FILE_FIELDS.map(({ name }) => name)]);
  return { ...error, details: error.details.filter(({ path }) => fields.has(path)) };
}

function Imported({ summary }: { summary: ImportSummary }) {
  const { fleetName, tasks, agents, outcomes, interactions } = summary;
  const turns = interactions > 0 ? `, with ${formatCount(interactions)} interactions` : "";
  return (
    <Alert
      tone="ok"
      title={`${formatCount(tasks)} tasks, ${formatCount(agents)} agents and ${formatCount(outcomes)} outcomes are in ${fleetName}${turns}.`}
    >
      <Link href="/models" className="text-accent underline">
        Train a predictor on them
      </Link>
    </Alert>
  );
}
