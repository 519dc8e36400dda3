"use client";

import { Eye } from "lucide-react";
import { useState, useTransition } from "react";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { CallTextsView } from "#lib/contracts/prompt-policy.ts";
import { openPromptsAction } from "../../actions.ts";
import { SaidParts } from "./said-parts.tsx";

/** What was said, fetched when somebody asks for it: that they did is in the audit list. */
export function StoredPrompts({ decisionId }: { decisionId: string }) {
  const [calls, setCalls] = useState<CallTextsView[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const open = () =>
    startTransition(async () => {
      const result = await openPromptsAction({ decisionId });
      setError(result.ok ? null : result.error.message);
      if (result.ok) setCalls(result.data);
    });
  if (calls) return calls.map((call) => <CallTexts key={call.callId} call={call} />);
  return (
    <Card className="flex flex-wrap items-center gap-3">
      <Button onClick={open} disabled={pending}>
        <Eye aria-hidden />
        {pending ? "Opening…" : "Open"}
      </Button>
      <p className="text-muted">The audit list will name you as having opened it.</p>
      {error ? <Alert tone="danger" title={error} /> : null}
    </Card>
  );
}

function CallTexts({ call }: { call: CallTextsView }) {
  const redacted = Object.entries(call.redacted).map(([kind, count]) => `${count} × ${kind.replaceAll("_", " ")}`);
  return (
    <Card className="flex flex-col gap-4">
      <p className="text-muted">
        Taken out before it was stored: {redacted.length > 0 ? redacted.join(", ") : "nothing was found"}.{" "}
        {call.cutCharacters > 0 ? `${call.cutCharacters.toLocaleString("en-US")} characters were cut off. ` : ""}
        Deleted <RelativeTime at={call.deletedAfter} />.
      </p>
      {call.prompt.map((message, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what was said does not move
        <SaidParts key={index} who={message.role} parts={message.parts} />
      ))}
      {call.answer.length > 0 ? (
        <SaidParts who="answer" parts={call.answer} />
      ) : (
        <p className="text-muted">No answer came.</p>
      )}
    </Card>
  );
}
