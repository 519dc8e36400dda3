import type { TryEvent } from "#lib/contracts/configuration-try.ts";
import type { ErrorBody } from "#lib/contracts/error.ts";

interface TryInput {
  ref: string;
  fleetName: string;
  prompt: string;
}

/** Sends the prompt and hands on each event as it comes. @throws Error with the sentence for the person. */
export async function streamTry(input: TryInput, signal: AbortSignal, onEvent: (event: TryEvent) => void) {
  const headers = { "content-type": "application/json" };
  const response = await fetch("/configs/try", { method: "POST", headers, body: JSON.stringify(input), signal });
  if (!response.ok || !response.body) {
    const { error } = (await response.json()) as { error: ErrorBody };
    throw new Error(error.details[0]?.message ?? error.message);
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onEvent(JSON.parse(line) as TryEvent);
  }
}
