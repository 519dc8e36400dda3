"use client";

import { useEffect, useRef, useState } from "react";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { TryEvent } from "#lib/contracts/configuration-try.ts";
import { streamTry } from "./stream-try.ts";
import { TriedFactsLine } from "./tried-facts.tsx";

type Ending = Extract<TryEvent, { type: "end" | "broke" }>;

interface TryItProps {
  /** Of the saved configuration; what is only typed is not tried. */
  configuration: string;
  fleets: readonly string[];
}

/** One prompt to the saved revision: the answer as it comes, then tokens, cost and the decision it became. */
export function TryIt({ configuration, fleets }: TryItProps) {
  const [fleetName, setFleetName] = useState(fleets[0] ?? "");
  const [prompt, setPrompt] = useState("");
  const [answer, setAnswer] = useState<{ text: string; reasoning: string } | null>(null);
  const [ending, setEnding] = useState<Ending | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [running, setRunning] = useState<AbortController | null>(null);
  const latest = useRef<AbortController | null>(null);
  useEffect(() => () => latest.current?.abort(), []);

  const send = async () => {
    const control = new AbortController();
    latest.current = control;
    setRunning(control);
    setAnswer({ text: "", reasoning: "" });
    setEnding(null);
    setFailure(null);
    try {
      await streamTry({ ref: configuration, fleetName, prompt }, control.signal, (event) => {
        if (event.type === "end" || event.type === "broke") return setEnding(event);
        setAnswer((said) => said && { ...said, [event.type]: said[event.type] + event.text });
      });
    } catch (error) {
      setAnswer(null);
      setFailure(
        control.signal.aborted
          ? "Stopped. What was generated until then is paid for and stands with the decision."
          : error instanceof Error
            ? error.message
            : "The connection broke.",
      );
    } finally {
      setRunning(null);
    }
  };

  return (
    <Card className="flex flex-col gap-3">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Field label="Prompt" required>
          {(control) => (
            <Textarea {...control} rows={3} value={prompt} onChange={({ target }) => setPrompt(target.value)} />
          )}
        </Field>
        <div className="flex flex-wrap items-end gap-2">
          <Field label="Fleet that pays">
            {(control) => (
              <Select
                {...control}
                value={fleetName}
                options={fleets.map((name) => ({ value: name, label: name }))}
                onChange={({ target }) => setFleetName(target.value)}
              />
            )}
          </Field>
          {running ? (
            <Button onClick={() => running.abort()}>Stop</Button>
          ) : (
            <Button type="submit" disabled={prompt.trim() === ""}>
              Send
            </Button>
          )}
        </div>
      </form>
      {failure ? <Alert tone="danger" title={failure} /> : null}
      {answer ? (
        <section aria-label="Answer" aria-busy={running !== null && answer.text === ""} className="flex flex-col gap-2">
          {answer.reasoning ? (
            <details>
              <summary className="cursor-pointer text-muted">Reasoning</summary>
              <p className="whitespace-pre-wrap break-words text-muted">{answer.reasoning}</p>
            </details>
          ) : null}
          <p className="whitespace-pre-wrap break-words">{answer.text || (running ? "Waiting for the model…" : "")}</p>
        </section>
      ) : null}
      {ending ? <TriedFactsLine ending={ending} asked={configuration} /> : null}
    </Card>
  );
}
