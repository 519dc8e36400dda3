import { type EmbeddingModel, embeddingName } from "#lib/contracts/text-source.ts";
import { type Clock, systemClock } from "#lib/core/clock.ts";
import { messageOf } from "#lib/core/errors.ts";
import { processState } from "#lib/core/process-state.ts";
import { readEnv } from "#lib/env.ts";
import type { FleetRuntime } from "#lib/runtime/fleet.ts";
import { log } from "#lib/runtime/log.ts";
import { recallVectors, rememberedVector } from "#lib/runtime/text-vectors.ts";
import { canaryCandidate } from "#lib/runtime/trials.ts";
import { db } from "#lib/store/client.ts";
import { raiseProblem, resolveProblem } from "#lib/store/health-problem.ts";
import { embedTexts } from "./embed-texts.ts";

/** The task goes on without its text long before; what comes later serves its retry. */
const LATE_MS = 10_000;
/** Texts asked for at the same time: more would only queue up behind a model that is slow. */
const MAX_UNDER_WAY = 64;
/** After so many failures in a row the model is not asked for a while: tasks would wait for nothing. */
const FAILURES_TO_PAUSE = 3;
const PAUSE_MS = 10_000;

const state = () =>
  processState("text.ready", () => ({
    underWay: new Map<string, Promise<void>>(),
    failures: 0,
    pausedUntilMs: 0,
    /** Whether the health page names the problem; unknown after a start. */
    told: null as boolean | null,
  }));

/**
 * Sees to it that the embedding of a task's text is in memory where the fleet's predictor reads it, and waits for it no
 * longer than TEXT_EMBEDDING_TIMEOUT_MS. Null, without waiting, where nothing reads it or it is there already. Never throws:
 * what is not there in time, the decision goes without and says so.
 */
export function readyText(fleet: FleetRuntime, text: string, clock: Clock = systemClock): Promise<void> | null {
  const embedding = fleet.predictor?.model.embedding ?? canaryCandidate(fleet.name)?.model.embedding;
  if (!embedding || text.trim() === "" || rememberedVector(embedding, text)) return null;
  const fetched = fetching(embedding, text, clock);
  return fetched && within(fetched, readEnv().TEXT_EMBEDDING_TIMEOUT_MS);
}

/** One request a text, however many tasks wait for it; null when there are too many under way. */
function fetching(embedding: EmbeddingModel, text: string, clock: Clock): Promise<void> | null {
  const { underWay } = state();
  const key = `${embeddingName(embedding)} ${text}`;
  const running = underWay.get(key);
  if (running) return running;
  if (underWay.size >= MAX_UNDER_WAY) return null;
  const fetched = fetchText(embedding, text, clock)
    .catch((error: unknown) => log().warn({ error: messageOf(error) }, "a task's text could not be embedded"))
    .finally(() => underWay.delete(key));
  underWay.set(key, fetched);
  return fetched;
}

async function fetchText(embedding: EmbeddingModel, text: string, clock: Clock): Promise<void> {
  const own = state();
  if (clock.nowMs() < own.pausedUntilMs) {
    await recallVectors(embedding, [text]);
    return;
  }
  try {
    await embedTexts({ embedding, texts: [text], clock, timeoutMs: LATE_MS });
    own.failures = 0;
    if (own.told !== false) await resolveProblem(db(), problemOf(embedding), clock.nowMs());
    own.told = false;
  } catch (error) {
    own.failures++;
    if (own.failures >= FAILURES_TO_PAUSE) await pause(embedding, messageOf(error), clock.nowMs());
    throw error;
  }
}

async function pause(embedding: EmbeddingModel, reason: string, nowMs: number): Promise<void> {
  Object.assign(state(), { pausedUntilMs: nowMs + PAUSE_MS, told: true });
  const message = `Decisions are made without the texts of tasks, which cannot be embedded: ${reason}`;
  await raiseProblem(db(), problemOf(embedding), message, nowMs);
}

const problemOf = (embedding: EmbeddingModel) => ({
  topic: "texts",
  entityId: embeddingName(embedding),
  code: "not_embedded",
});

async function within(work: Promise<void>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
