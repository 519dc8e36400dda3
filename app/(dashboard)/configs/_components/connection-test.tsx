"use client";

import { useState, useTransition } from "react";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { formatCount, formatDuration } from "#components/ui/figures.ts";
import { Money } from "#components/ui/money.tsx";
import type { ConnectionTest } from "#lib/contracts/connection-test.ts";
import type { ErrorBody } from "#lib/contracts/error.ts";
import { testConnectionAction } from "../actions.ts";
import type { FormValues } from "./form-values.ts";

type Shown = { kind: "answer"; answer: ConnectionTest } | { kind: "error"; error: ErrorBody };
/** With the settings it was made with: what it says holds for no others. */
type Test = Shown & { of: string };

/** One real call with the settings as they stand in the form, saved or not. */
export function ConnectionTestButton({ values, disabled }: { values: FormValues; disabled: boolean }) {
  const [last, setLast] = useState<Test | null>(null);
  const [pending, startTransition] = useTransition();
  const of = JSON.stringify(values);
  const test = () =>
    startTransition(async () => {
      const result = await testConnectionAction({ settings: values });
      setLast({
        of,
        ...(result.ok ? { kind: "answer", answer: result.data } : { kind: "error", error: result.error }),
      });
    });
  return (
    <div className="flex flex-col gap-2" aria-live="polite">
      <Button onClick={test} disabled={disabled || pending} className="self-start">
        {pending ? "Calling the model…" : "Test connection"}
      </Button>
      {last?.of === of ? <Result shown={last} /> : null}
    </div>
  );
}

function Result({ shown }: { shown: Shown }) {
  if (shown.kind === "error") return <Alert tone="danger" title={shown.error.message} />;
  const { answer } = shown;
  if (!answer.ok) return <Alert tone="danger" title={answer.sentence} />;
  return (
    <Alert tone="ok" title={`${answer.model} answered in ${formatDuration(answer.latencyMs)}.`}>
      {formatCount(answer.inputTokens)} input and {formatCount(answer.outputTokens)} output tokens, cost{" "}
      <Money nanoUsd={answer.costNanoUsd} />.
    </Alert>
  );
}
