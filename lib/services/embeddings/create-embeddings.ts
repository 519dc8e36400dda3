import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { Actor } from "#lib/contracts/actor.ts";
import { budgetTagsSchema } from "#lib/contracts/budget.ts";
import type { ModelPrice } from "#lib/contracts/configuration.ts";
import { type CreatedEmbeddings, createEmbeddingsSchema, embeddingModelOf } from "#lib/contracts/embeddings.ts";
import type { EmbeddingModel } from "#lib/contracts/text-source.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { estimateCostNanoUsd } from "#lib/engines/cost/estimate.ts";
import { FAILURE_RULES } from "#lib/engines/execution/failure-rules.ts";
import { embed, MAX_EMBEDDING_BATCH, ProviderFailure } from "#lib/providers/port.ts";
import { modelFacts } from "#lib/runtime/configurations.ts";
import { outOfReach, reachOf } from "#lib/runtime/key-reach.ts";
import { fleetOf } from "../chat/call-fleet.ts";
import { duringDrain } from "../chat/open-calls.ts";
import { embeddingCredentials } from "../credentials/embedding-credentials.ts";
import { endEmbeddings, type OpenEmbeddings, placeEmbeddings } from "./embeddings-decision.ts";
import { type Batch, tellOfEmbeddings } from "./told-embeddings.ts";

const TIMEOUT_MS = 60_000;

interface EmbeddingsCall {
  ctx: ServiceContext;
  input: { request: unknown; signal: AbortSignal; budgetTags?: readonly string[] };
}

/**
 * Embeds a caller's texts with a provider's model, in batches one after another; nothing of them is kept. The call is a
 * decision, is held by budgets and is written down with its usage, as chats are.
 * Scope task:route.
 * @throws SignalboxError forbidden for a key of an agent whose configurations ask other providers, not_found for a model that is not known, invalid_input for one without a price, over_budget
 * when a blocking budget has no room, unavailable when the provider or the database does not answer.
 */
export function createEmbeddings({ ctx, input }: EmbeddingsCall): Promise<CreatedEmbeddings> {
  return duringDrain(() => create({ ctx, input }));
}

async function create({ ctx, input }: EmbeddingsCall): Promise<CreatedEmbeddings> {
  requireScope(ctx, "task:route");
  const { model, texts, dimensions } = parseInput(createEmbeddingsSchema, input.request);
  const embedding = embeddingModelOf(model, dimensions);
  if (!embedding) throw unknownModel(model);
  requireReach(ctx.actor, embedding);
  const price = priceOf(embedding, ctx.clock.nowMs());
  const fleetName = fleetOf(ctx, null);
  const budgetTags = parseInput(budgetTagsSchema, input.budgetTags ?? []);
  const longestMs = TIMEOUT_MS * (Math.ceil(texts.length / MAX_EMBEDDING_BATCH) + 1);
  const call = await placeEmbeddings({ ctx, fleetName, embedding, price, texts, longestMs, budgetTags });
  const vectors: Float32Array[] = [];
  const batches: Batch[] = [];
  let read: Read = { inputTokens: 0, billedUnknown: false };
  for (let from = 0; from < texts.length; from += MAX_EMBEDDING_BATCH) {
    const batch = texts.slice(from, from + MAX_EMBEDDING_BATCH);
    const request = { embedding, texts: batch, timeoutMs: TIMEOUT_MS, signal: input.signal };
    const startedMs = performance.now();
    try {
      const made = await embed({ ...request, ...embeddingCredentials(embedding.source, ctx.clock.nowMs()) });
      batches.push({ startedMs, endedMs: performance.now(), inputTokens: made.inputTokens, error: null });
      vectors.push(...made.vectors);
      // One unknown part makes the sum unknown.
      const sum = read.inputTokens === null || made.inputTokens === null ? null : read.inputTokens + made.inputTokens;
      read = { ...read, inputTokens: sum };
    } catch (error) {
      batches.push({ startedMs, endedMs: performance.now(), inputTokens: null, error });
      const kind = error instanceof ProviderFailure ? error.kind : "unexpected";
      read = { ...read, billedUnknown: FAILURE_RULES[kind].billed === "unknown" };
      await ended(call, batches, read);
      refused(error);
    }
  }
  return { ...(await ended(call, batches, read)), model: call.ref, vectors };
}

interface Read {
  /** Of the batches that were answered; null: one of them does not tell. */
  inputTokens: number | null;
  billedUnknown: boolean;
}

async function ended(call: OpenEmbeddings, batches: readonly Batch[], { inputTokens, billedUnknown }: Read) {
  const costNanoUsd = costOf(call.price, billedUnknown ? null : inputTokens);
  tellOfEmbeddings(call, { batches, costNanoUsd });
  await endEmbeddings(call, batches, { inputTokens, costNanoUsd });
  const { callId, decisionId } = call;
  return { callId, decisionId, attempts: batches.length, inputTokens, costNanoUsd };
}

/** An encoder on this machine costs nothing. */
function costOf(price: ModelPrice | null, inputTokens: number | null): bigint | null {
  if (!price) return 0n;
  return inputTokens === null ? null : estimateCostNanoUsd(price, { inputTokens, outputTokens: 0 });
}

/** Null: an encoder on this machine. @throws SignalboxError invalid_input where nobody published a price */
function priceOf({ source, model }: EmbeddingModel, nowMs: number): ModelPrice | null {
  if (source === "local") return null;
  const { price } = modelFacts(source, model, nowMs);
  if (price) return price;
  const message = `${source}/${model} has no price, so nobody could say what this costs. Add one on the page Configurations.`;
  throw new SignalboxError("invalid_input", message, { details: [{ path: "model", message }] });
}

/**
 * No configuration names an embedding model: a key bound to an agent may ask those of its configurations' providers, and
 * what runs here.
 * @throws SignalboxError forbidden
 */
function requireReach(actor: Actor, { source, model }: EmbeddingModel): void {
  const reach = reachOf(actor);
  if (!reach || source === "local") return;
  if (!reach.configurations.some(({ settings }) => settings.provider === source)) {
    throw outOfReach(reach, `${source}/${model}`);
  }
}

function unknownModel(model: string): SignalboxError {
  const message = `"${model}" is no embedding model. Write it as openai/text-embedding-3-small, bedrock/… or local/….`;
  return new SignalboxError("not_found", message, { details: [{ path: "model", message }] });
}

/** What the provider said, in our codes. */
function refused(error: unknown): never {
  if (!(error instanceof ProviderFailure)) throw error;
  const { kind, message, retryAfterMs } = error;
  const extra = retryAfterMs === null ? {} : { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) };
  switch (kind) {
    case "request_refused":
    case "unsupported":
      throw new SignalboxError("invalid_input", message);
    case "model_unknown":
      throw new SignalboxError("not_found", message);
    case "rate_limited":
      throw new SignalboxError("rate_limited", message, extra);
    case "no_credentials":
    case "credentials_refused":
    case "permission_missing":
    case "overloaded":
    case "timed_out":
    case "unreachable":
    case "broken_answer":
    case "aborted":
    case "address_refused":
    case "unexpected":
      throw new SignalboxError("unavailable", message, extra);
    default:
      return kind satisfies never;
  }
}
