import { withoutKnownSecrets } from "#lib/core/known-secrets.ts";
import { processState } from "#lib/core/process-state.ts";
import { type Redactor, redactorOf } from "#lib/engines/redaction/redact.ts";
import { storedTexts } from "#lib/engines/redaction/stored-texts.ts";
import { log } from "#lib/runtime/log.ts";
import { insertCallText } from "#lib/store/call-text.ts";
import { db } from "#lib/store/client.ts";
import type { OpenCall } from "./call.ts";
import { callOpened } from "./open-calls.ts";
import { taskText as newestText } from "./prompt-size.ts";

/** Calls whose texts wait to be written; the texts of more are given up: calls come first. */
const MOST_WAITING = 200;
const DAY_MS = 86_400_000;
/** Learning reads no more of a text; what is looked through is longer, so that nothing is cut in two before it is found. */
const LONGEST_LEARNED = 2_000;
const MOST_READ = 20_000;

const state = () => processState("chat.texts", () => ({ waiting: 0 }));

/**
 * Stores what was said in a call that has ended, where its fleet has it stored: beside the answer, which does not wait
 * for it, but before the process ends. What does not succeed is told by the call's id alone.
 */
export function storeTexts(call: OpenCall): void {
  if (!call.kept) return;
  if (state().waiting >= MOST_WAITING) {
    log().warn({ call: call.callId }, "the texts of a call are not stored: too many wait");
    return;
  }
  const written = callOpened();
  state().waiting++;
  setImmediate(() => {
    write(call)
      .catch((error: unknown) => {
        // The sentence of a database's error may repeat what it was given.
        const kind = error instanceof Error ? error.name : "unknown";
        log().error({ call: call.callId, kind }, "the texts of a call could not be stored");
      })
      .finally(() => {
        state().waiting--;
        written();
      });
  });
}

async function write({ kept, ctx, callId, decisionId, fleetName, agentName, atMs, request }: OpenCall): Promise<void> {
  if (!kept) return;
  const { policy, answer } = kept;
  const redact = withKnownSecrets(redactorOf(policy.redaction));
  const deleteAfter = new Date(ctx.clock.nowMs() + policy.retentionDays * DAY_MS);
  const texts = storedTexts(request.messages, answer, redact);
  const taskText = agentName === null ? null : redact(newestText(request, MOST_READ)).slice(0, LONGEST_LEARNED);
  await insertCallText(db(), { callId, decisionId, fleetName, at: new Date(atMs), deleteAfter, texts, taskText });
}

/** Keys that this process holds are known whatever they look like, and whatever the policy says. */
function withKnownSecrets(redact: Redactor): Redactor {
  const both = (text: string) => redact(withoutKnownSecrets(text, "[api key]"));
  return Object.assign(both, { counts: redact.counts });
}
