import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { ChatEvent } from "#lib/contracts/chat.ts";
import { type TriedFacts, type TryEvent, tryConfigurationSchema } from "#lib/contracts/configuration-try.ts";
import { FailedCall } from "#lib/contracts/failed-call.ts";
import type { EndedCallFacts, StreamedChat } from "#lib/contracts/gateway.ts";
import { plainQuestion } from "#lib/contracts/plain-question.ts";
import { parseInput } from "#lib/core/parse.ts";
import { streamChat } from "./stream-chat.ts";

interface TryCall {
  ctx: ServiceContext;
  input: unknown;
  /** Aborted when the person has left: the provider's call ends with it. */
  signal: AbortSignal;
}

/**
 * One prompt to a saved configuration: a call as any other, with its decision, budgets, fallbacks and cost.
 * @returns the answer as it comes; what fails before the first content is thrown instead.
 * @throws SignalboxError as streamChat
 */
export async function tryConfiguration({ ctx, input, signal }: TryCall): Promise<AsyncIterable<TryEvent>> {
  requireScope(ctx, "task:route");
  const { ref, fleetName, prompt } = parseInput(tryConfigurationSchema, input);
  const chat = await streamChat({
    ctx,
    input: { target: ref, fleetName, taskType: "try", request: plainQuestion(prompt), signal },
  });
  return told(chat);
}

async function* told(chat: StreamedChat): AsyncGenerator<TryEvent> {
  const reasoning = new Set<number>();
  try {
    for await (const event of chat.events) {
      if (event.type === "part_start" && event.part.type === "reasoning") reasoning.add(event.index);
      const said = await toTryEvent(event, reasoning, chat);
      if (said) yield said;
    }
  } catch (error) {
    if (!(error instanceof FailedCall)) throw error;
    yield { type: "broke", message: error.message, facts: toFacts(error.facts) };
  }
}

async function toTryEvent(
  event: ChatEvent,
  reasoning: ReadonlySet<number>,
  chat: StreamedChat,
): Promise<TryEvent | null> {
  if (event.type === "text_delta") return { type: reasoning.has(event.index) ? "reasoning" : "text", text: event.text };
  if (event.type !== "finish") return null;
  const { usage, timing, finishReason } = event;
  const read = usage.inputTokens + usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
  const facts = toFacts(await chat.ended);
  return { type: "end", facts, inputTokens: read, outputTokens: usage.outputTokens, ...timing, finishReason };
}

function toFacts({ decisionId, configuration, servedModel, attempts, costNanoUsd }: EndedCallFacts): TriedFacts {
  const { ref, revision } = configuration;
  const cost = costNanoUsd?.toString() ?? null;
  return { decisionId, configuration: ref, revision, servedModel, attempts: attempts.length, costNanoUsd: cost };
}
