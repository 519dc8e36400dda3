import type { ServiceContext } from "#lib/auth/context.ts";
import type { ChatEvent } from "#lib/contracts/chat.ts";
import { FailedCall } from "#lib/contracts/failed-call.ts";
import type { ChatCallInput, StreamedChat } from "#lib/contracts/gateway.ts";
import { chatStream, type ProviderCall } from "#lib/providers/port.ts";
import { tryChain } from "./attempt-loop.ts";
import { endCall, factsOf } from "./end-call.ts";
import { openCall } from "./open-call.ts";
import { callOpened } from "./open-calls.ts";
import { type BegunStream, relayStream } from "./relay-stream.ts";

/**
 * The same as completeChat as it comes. It returns with the first content, so that what fails before it goes to the
 * next configuration unseen; what breaks later is an explicit FailedCall out of the loop, with the partial cost recorded.
 * @throws as completeChat
 */
export async function streamChat({ ctx, input }: { ctx: ServiceContext; input: ChatCallInput }): Promise<StreamedChat> {
  const done = callOpened();
  try {
    const call = await openCall(ctx, input, true);
    const result = await tryChain(call, begin);
    if ("failure" in result) {
      const { failure, link } = result;
      const unknown = { servedModel: null, usage: null, usageEstimated: false, finishReason: null, firstTokenMs: null };
      throw new FailedCall(failure, await endCall(call, { ...unknown, link, errorKind: failure.kind }));
    }
    const { value: begun, link } = result;
    const { events, ended } = relayStream(call, link, begun);
    void ended.then(done);
    return { events, facts: factsOf(call, link), ended };
  } catch (error) {
    done();
    throw error;
  }
}

/** Reads up to the first content: until then another configuration can still answer. */
async function begin(attempt: ProviderCall): Promise<BegunStream> {
  const startedMs = performance.now();
  const rest = chatStream(attempt)[Symbol.asyncIterator]();
  const first: ChatEvent[] = [];
  for (;;) {
    const { value, done } = await rest.next();
    if (done) return { first, rest, firstTokenMs: null };
    first.push(value);
    if (value.type !== "start" && value.type !== "usage") {
      return { first, rest, firstTokenMs: performance.now() - startedMs };
    }
  }
}
