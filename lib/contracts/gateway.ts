import { z } from "zod";
import type { Leaving } from "#lib/core/departure.ts";
import { nameSchema } from "./agent.ts";
import { budgetTagsSchema } from "./budget.ts";
import type { ChatAnswer, ChatEvent, ChatRequest } from "./chat.ts";
import type { Provider } from "./configuration.ts";
import { parentDecisionSchema, TASK_PRIORITIES } from "./task.ts";

/**
 * What a client names as its model: a configuration ("anthropic/researcher"), a tier ("tier/fast"), "auto" (the router
 * decides from the text) or an agent ("agent/critic_001").
 */
export const callTargetSchema = z.string().min(1, "Name a model").max(200);

/** What a door adds to the call itself. */
export const callRoutingSchema = z.strictObject({
  target: callTargetSchema,
  /** Null: the key's own. A person or Signalbox itself has to name one. */
  fleetName: nameSchema.nullable().default(null),
  /** Of the task the router places; direct calls are listed under it, too. */
  taskType: z.string().min(1).max(120).default("chat"),
  priority: z.enum(TASK_PRIORITIES).default("normal"),
  budgetTags: budgetTagsSchema.default([]),
  parentDecisionId: parentDecisionSchema.default(null),
});

/** Input of completeChat and streamChat; the request was parsed at its door. */
export interface ChatCallInput extends z.input<typeof callRoutingSchema> {
  request: ChatRequest;
  /** Aborted when the client is gone: the provider's call ends with it. */
  signal?: Leaving;
  /** One attempt at the configuration asked for by name: nothing is tried again, and nobody else is asked. */
  alone?: boolean;
}

/** One try at one endpoint. */
export interface AttemptFacts {
  configuration: string;
  endpoint: string;
  startedAfterMs: number;
  durationMs: number;
  /** Null: it succeeded. */
  failure: string | null;
  status: number | null;
  /** The provider's own name of the call; null where it gives none. */
  requestId: string | null;
  /** The endpoint was cooling down and was tried all the same: every one was. */
  leastBad: boolean;
}

/** What is known of a call once a model answers it. */
export interface CallFacts {
  callId: string;
  decisionId: string;
  /** That answers, or was tried last. */
  configuration: { ref: string; revision: number };
  provider: Provider;
  requestedModel: string;
  attempts: readonly AttemptFacts[];
}

/** The same after its end. */
export interface EndedCallFacts extends CallFacts {
  /** As the provider names it. */
  servedModel: string | null;
  /** Null: nobody knows, which is not zero. */
  costNanoUsd: bigint | null;
}

export interface CompletedChat {
  answer: ChatAnswer;
  facts: EndedCallFacts;
}

export interface StreamedChat {
  /** The event `finish` comes when the call's usage is durable. Leaving the loop ends the call at the provider. */
  events: AsyncIterable<ChatEvent>;
  facts: CallFacts;
  /** Settles before `finish` is handed out, or when the stream breaks or is left; never rejects. */
  ended: Promise<EndedCallFacts>;
}
