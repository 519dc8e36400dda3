import pg from "pg";
import { systemClock } from "#lib/core/clock.ts";
import { messageOf } from "#lib/core/errors.ts";
import { processState } from "#lib/core/process-state.ts";
import { readEnv } from "#lib/env.ts";
import { db } from "#lib/store/client.ts";
import { ENDPOINT_CHANNEL } from "#lib/store/endpoint-news.ts";
import { NOTIFY_CHANNEL, readRevisions, TOPICS, type Topic } from "#lib/store/revision.ts";
import { refreshBalances } from "./budgets.ts";
import "./drills.ts";
import { reportConfigurations, retireConfigurations } from "./configuration-report.ts";
import { hearOfEndpoint } from "./endpoints.ts";
import { refreshEvidence } from "./evidence-feed.ts";
import { refreshExploration } from "./exploration.ts";
import { refreshLoads } from "./fleet.ts";
import { log } from "./log.ts";
import { reportReplica, retireReplica } from "./models.ts";
import { refreshTopic } from "./refresh.ts";

// Below the promised 2 s even when the notification is lost.
const POLL_MS = 1_000;
const RECONNECT_MS = 500;
const CONNECT_TIMEOUT_MS = 5_000;
const REPLICA_EVERY_MS = 10_000;

interface Listener {
  seen: Map<string, bigint>;
  client: pg.Client | null;
  timer: NodeJS.Timeout | null;
  stopped: boolean;
  lastPollAtMs: number;
  lastReplicaAtMs: number;
  /** The last look asked for; done when no look runs. */
  checking: Promise<void>;
  /** The same while it waits for the one before it. */
  queued: Promise<void> | null;
}

const state = () =>
  processState<Listener>("runtime.listener", () => ({
    seen: new Map(),
    client: null,
    timer: null,
    stopped: true,
    lastPollAtMs: 0,
    lastReplicaAtMs: 0,
    checking: Promise.resolve(),
    queued: null,
  }));

/** Loads everything this process keeps in memory once: configurations before the fleets that name them. */
export async function loadRuntime(): Promise<void> {
  const revisions = await readRevisions(db());
  for (const topic of [
    "config",
    "model",
    "fleet",
    "budget",
    "key",
    "credential",
    "prompt",
    "drill",
  ] as const satisfies readonly Topic[]) {
    await refreshTopic(topic);
  }
  await refreshEvidence();
  await refreshExploration();
  state().seen = revisions;
}

/** Loads the runtime and keeps it current: a notification at once, a poll for those that got lost. */
export async function startRuntime(): Promise<void> {
  const own = state();
  if (!own.stopped) return;
  await loadRuntime();
  own.stopped = false;
  own.lastPollAtMs = systemClock.nowMs();
  await listen().catch((error: unknown) => {
    log().warn({ error: messageOf(error) }, "listening failed; polling");
    relistenSoon();
  });
  schedulePoll();
}

/** Ends the connection and the poll. */
export async function stopRuntime(): Promise<void> {
  const own = state();
  own.stopped = true;
  if (own.timer) clearTimeout(own.timer);
  await own.client?.end().catch(() => undefined);
  own.client = null;
  await own.checking;
  // Without a database its rows go stale by themselves.
  await retireReplica().catch(() => undefined);
  await retireConfigurations().catch(() => undefined);
}

/** Milliseconds since the last successful look at the database; null when the listener does not run. */
export function staleForMs(): number | null {
  const own = state();
  return own.stopped ? null : systemClock.nowMs() - own.lastPollAtMs;
}

async function listen(): Promise<void> {
  const own = state();
  const client = new pg.Client({
    connectionString: readEnv().DATABASE_URL,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  client.on("error", () => undefined);
  client.on("notification", ({ channel, payload }) => {
    if (channel === ENDPOINT_CHANNEL) hearOfEndpoint(payload, systemClock.nowMs());
    else void check();
  });
  try {
    await client.connect();
    await client.query(`listen ${ENDPOINT_CHANNEL}`);
    await client.query(`listen ${NOTIFY_CHANNEL}`);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  if (own.stopped) return client.end();
  own.client = client;
  // Only now: a failed attempt ends its connection too, and two retries for each failure would double without end.
  client.on("end", () => {
    own.client = null;
    relistenSoon();
  });
}

function relistenSoon(): void {
  if (!state().stopped) setTimeout(() => void relisten(), RECONNECT_MS).unref();
}

async function relisten(): Promise<void> {
  if (state().stopped) return;
  try {
    await listen();
    await check();
  } catch {
    relistenSoon();
  }
}

function schedulePoll(): void {
  const own = state();
  own.timer = setTimeout(async () => {
    await check();
    if (!own.stopped) schedulePoll();
  }, POLL_MS);
  own.timer.unref();
}

/** One look at a time; all who ask during a look share the one after it. */
function check(): Promise<void> {
  const own = state();
  if (own.queued) return own.queued;
  const queued = own.checking
    .then(() => {
      own.queued = null;
      return look();
    })
    .catch((error: unknown) => {
      log().warn({ error: messageOf(error) }, "the database could not be read; serving what is in memory");
    });
  own.queued = queued;
  own.checking = queued;
  return queued;
}

async function look(): Promise<void> {
  const own = state();
  if (own.stopped) return;
  const revisions = await readRevisions(db());
  const changed = TOPICS.filter((topic) => revisions.get(topic) !== own.seen.get(topic));
  for (const topic of changed) await refreshTopic(topic);
  own.seen = revisions;
  await refreshLoads();
  await refreshBalances();
  await refreshEvidence();
  await refreshExploration();
  const nowMs = systemClock.nowMs();
  own.lastPollAtMs = nowMs;
  if (nowMs - own.lastReplicaAtMs >= REPLICA_EVERY_MS) {
    own.lastReplicaAtMs = nowMs;
    await reportReplica();
    await reportConfigurations();
  }
}
