import type { ServiceContext } from "#lib/auth/context.ts";
import { FailedCall } from "#lib/contracts/failed-call.ts";
import type { ChatCallInput, CompletedChat } from "#lib/contracts/gateway.ts";
import { markOf, markThoughts } from "#lib/engines/execution/own-thoughts.ts";
import { chat } from "#lib/providers/port.ts";
import { tryChain } from "./attempt-loop.ts";
import { endCall } from "./end-call.ts";
import { openCall } from "./open-call.ts";
import { duringDrain } from "./open-calls.ts";

/**
 * One chat call from decision to settled cost; the answer comes whole, after its usage is durable.
 * @throws FailedCall when no configuration of the chain answered
 * @throws SignalboxError invalid_input naming the field the model does not take; not_found for an unknown target;
 *   over_budget when a blocking budget has no room; unavailable when no agent fits or the database does not answer
 */
export function completeChat({ ctx, input }: { ctx: ServiceContext; input: ChatCallInput }): Promise<CompletedChat> {
  return duringDrain(() => complete(ctx, input));
}

async function complete(ctx: ServiceContext, input: ChatCallInput): Promise<CompletedChat> {
  const call = await openCall(ctx, input, false);
  const result = await tryChain(call, chat);
  const unknown = { servedModel: null, usage: null, usageEstimated: false, finishReason: null, firstTokenMs: null };
  if ("failure" in result) {
    const { failure, link } = result;
    throw new FailedCall(failure, await endCall(call, { ...unknown, link, errorKind: failure.kind }));
  }
  const { value: answer, link } = result;
  call.kept?.answered(answer.content);
  const facts = await endCall(call, {
    link,
    errorKind: null,
    servedModel: answer.model,
    usage: answer.usage,
    usageEstimated: false,
    finishReason: answer.finishReason,
    firstTokenMs: answer.timing.firstTokenMs,
  });
  const { provider, model } = link.configuration.settings;
  return { answer: { ...answer, content: markThoughts(answer.content, markOf(provider, model)) }, facts };
}
