import type { ChatAnswer, ChatEvent, ChatTiming } from "#lib/contracts/chat.ts";
import type { TokenUsage } from "#lib/contracts/token-usage.ts";
import type { Departure } from "#lib/core/departure.ts";
import type { ProviderCall } from "./call.ts";
import { CallLimits } from "./call-limits.ts";
import { type FailurePhase, ProviderFailure } from "./failure.ts";

/** An answer without its times, as an adapter makes it. */
export type Untimed<T> = T extends { timing: ChatTiming } ? Omit<T, "timing"> : T;

/** What an adapter brings to an attempt: how the provider is called, and what its SDK's errors mean. */
interface Attempt {
  /** As a person says it: "OpenAI". */
  provider: string;
  call: ProviderCall;
  fromError: (error: unknown, model: string) => ProviderFailure;
}

export interface WholeAttempt extends Attempt {
  ask: (departure: Departure) => Promise<Untimed<ChatAnswer>>;
}

/** One attempt that ends with the whole answer, within the call's limits. @throws ProviderFailure */
export async function attemptWhole({ provider, call, fromError, ask }: WholeAttempt): Promise<ChatAnswer> {
  const limits = new CallLimits(call, false);
  try {
    if (limits.departure.aborted) throw limits.departure.reason;
    const answer = await ask(limits.departure);
    return { ...answer, timing: limits.timing() };
  } catch (error) {
    throw limits.failure(provider, call.model) ?? fromError(error, call.model);
  } finally {
    limits.release();
  }
}

/** Turns what the provider streams into events, chunk by chunk. */
export interface StreamReader<Chunk> {
  read(chunk: Chunk): readonly Untimed<ChatEvent>[];
  /** After the last chunk: what is still owed. */
  end(): readonly Untimed<ChatEvent>[];
}

export interface StreamAttempt<Chunk> extends Attempt {
  open: (signal: AbortSignal) => Promise<AsyncIterable<Chunk>>;
  reader: StreamReader<Chunk>;
}

/**
 * One attempt that is read as it comes. SDKs end their loops silently when a connection is given up: an answer
 * without its finish is a failure here, with the tokens known until then.
 * @throws ProviderFailure
 */
export async function* attemptStream<Chunk>(attempt: StreamAttempt<Chunk>): AsyncGenerator<ChatEvent, void, undefined> {
  const { provider, call, fromError, open, reader } = attempt;
  const limits = new CallLimits(call, true);
  let usage: Partial<TokenUsage> | null = null;
  let finished = false;
  const timed = (event: Untimed<ChatEvent>): ChatEvent => {
    if (event.type === "usage") usage = { ...usage, ...event.usage };
    if (limits.phase !== "stream" && isContent(event)) limits.content();
    if (event.type !== "finish") return event;
    finished = true;
    return { ...event, timing: limits.timing() };
  };
  try {
    if (limits.departure.aborted) throw limits.departure.reason;
    const chunks = await open(limits.departure.signal);
    limits.phase = "first_token";
    for await (const chunk of chunks) {
      for (const event of reader.read(chunk)) yield timed(event);
    }
    if (limits.departure.aborted && !finished) throw limits.departure.reason;
    for (const event of reader.end()) yield timed(event);
    if (!finished) throw new ProviderFailure("broken_answer", `${provider} broke off its answer of ${call.model}.`);
  } catch (error) {
    // What breaks behind the finish takes nothing from the answer.
    if (finished) return;
    const failure = limits.failure(provider, call.model) ?? fromError(error, call.model);
    throw whereItBroke(failure, limits.phase, provider).at(limits.phase, usage);
  } finally {
    limits.release();
    // Also when the reader of this loop left it early.
    if (!finished) limits.leave();
  }
}

/** Sockets say the same of a line that breaks in the midst of an answer as of one that never stood. */
function whereItBroke(failure: ProviderFailure, phase: FailurePhase, provider: string): ProviderFailure {
  if (phase === "request" || failure.kind !== "unreachable") return failure;
  return new ProviderFailure("broken_answer", `${provider}'s answer was cut off.`);
}

function isContent(event: Untimed<ChatEvent>): boolean {
  return event.type !== "start" && event.type !== "usage" && event.type !== "finish";
}
