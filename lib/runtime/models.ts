import type { PerformancePredictor } from "#lib/contracts/prediction.ts";
import { systemClock } from "#lib/core/clock.ts";
import { messageOf, SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { processState } from "#lib/core/process-state.ts";
import { db } from "#lib/store/client.ts";
import { raiseProblem, resolveProblem } from "#lib/store/health-problem.ts";
import { listProduction, type ProductionRow, readArtifactBytes } from "#lib/store/model.ts";
import { cacheArtifact, cacheProduction, readCachedArtifact, readCachedProduction } from "#lib/store/model-cache.ts";
import { removeReplica, writeReplica } from "#lib/store/replica-model.ts";
import { registerRefresher } from "./refresh.ts";
import { openPredictor } from "./servable-model.ts";

/** A predictor in production, with the name a decision writes down. The object changes only with the version. */
export interface ProductionPredictor {
  predictor: PerformancePredictor;
  name: string;
  version: number;
  sha256: string;
}

interface Served extends ProductionPredictor {
  loadedAtMs: number;
  /** Loaded from this machine's copy: the database's own is tried again with every refresh. */
  fromCopy: boolean;
}

const state = () =>
  processState("runtime.models", () => ({
    replicaId: newId("rep", systemClock.nowMs()),
    byFleet: new Map<string, Served>(),
    running: null as Promise<void> | null,
    queued: false,
    /** True once the listener has reported: commands serve nobody and are no replica. */
    reporting: false,
  }));

/** How this process is called in lists of processes. */
export function replicaId(): string {
  return state().replicaId;
}

/** What serves the fleet in this process; null while nothing was ever promoted for it. */
export function productionPredictor(fleetName: string): ProductionPredictor | null {
  return state().byFleet.get(fleetName) ?? null;
}

/**
 * Makes this process serve what the production aliases name. A version whose artifact is bad or missing is not
 * taken over: the last good one keeps serving and a health problem says so. When the database is away and nothing
 * serves yet, the verified copies in MODELS_DIR are used.
 * @throws whatever the database throws, after the copies have been tried
 */
export function refreshModels(): Promise<void> {
  const own = state();
  if (own.running) {
    // The run under way may have read the aliases before the change that asks for this one.
    own.queued = true;
    return own.running.catch(() => undefined).then(() => (own.queued ? refreshModels() : (own.running ?? undefined)));
  }
  own.queued = false;
  own.running = refreshOnce().finally(() => {
    own.running = null;
  });
  return own.running;
}

async function refreshOnce(): Promise<void> {
  const own = state();
  let rows: ProductionRow[];
  try {
    rows = await listProduction(db());
  } catch (error) {
    if (own.byFleet.size === 0) await serveFromCache();
    throw error;
  }
  const predictors = rows.filter((row) => row.kind === "performance_predictor");
  for (const row of predictors) await takeOver(row);
  const wanted = new Set(predictors.map((row) => row.name));
  for (const name of own.byFleet.keys()) if (!wanted.has(name)) own.byFleet.delete(name);
  await cacheProduction(predictors).catch(() => undefined);
  if (own.reporting) await reportReplica();
}

/** Swaps in one step, so that a decision sees either the old version or the new one. */
function serve(row: ProductionRow, predictor: PerformancePredictor, fromCopy: boolean): void {
  const { name, version, sha256 } = row;
  state().byFleet.set(name, { predictor, name, version, sha256, fromCopy, loadedAtMs: systemClock.nowMs() });
}

async function takeOver(row: ProductionRow): Promise<void> {
  const serving = state().byFleet.get(row.name);
  const problem = { topic: "model", entityId: `${row.name}/${row.kind}`, code: "artifact_refused" };
  if (serving?.sha256 === row.sha256 && !serving.fromCopy) {
    if (serving.version !== row.version) serve(row, serving.predictor, false);
    return resolveProblem(db(), problem, systemClock.nowMs());
  }
  const stored = await tryStored(row);
  if (stored.predictor) {
    serve(row, stored.predictor, false);
    return resolveProblem(db(), problem, systemClock.nowMs());
  }
  const cached = await tryCached(row);
  if (cached) serve(row, cached, true);
  const serves = cached
    ? `v${row.version} serves from this machine's verified copy`
    : serving
      ? `v${serving.version} keeps serving`
      : "nothing serves in its place";
  const message = `${row.name} v${row.version}: ${stored.reason}; ${serves}.`;
  await raiseProblem(db(), problem, message, systemClock.nowMs());
}

async function tryStored(
  row: ProductionRow,
): Promise<{ predictor: PerformancePredictor; reason: null } | { predictor: null; reason: string }> {
  const bytes = await readArtifactBytes(db(), row.sha256).catch(reasonOfRefusal);
  if (!bytes) return { predictor: null, reason: "The artifact is missing" };
  if (typeof bytes === "string") return { predictor: null, reason: bytes };
  try {
    const predictor = openPredictor(bytes, row);
    await cacheArtifact(row.sha256, bytes).catch(() => undefined);
    return { predictor, reason: null };
  } catch (error) {
    return { predictor: null, reason: messageOf(error) };
  }
}

/** A database that is away is no refusal. */
function reasonOfRefusal(error: unknown): string {
  if (error instanceof SignalboxError) return error.message;
  throw error;
}

async function tryCached(row: ProductionRow): Promise<PerformancePredictor | null> {
  const bytes = await readCachedArtifact(row.sha256);
  if (!bytes) return null;
  try {
    return openPredictor(bytes, row);
  } catch {
    return null;
  }
}

async function serveFromCache(): Promise<void> {
  for (const row of await readCachedProduction()) {
    const predictor = await tryCached(row);
    if (predictor) serve(row, predictor, true);
  }
}

/** Writes what this process serves, for "3 of 3 serve v12"; the listener's poll calls it. */
export async function reportReplica(): Promise<void> {
  const own = state();
  own.reporting = true;
  const served = [...own.byFleet.values()].map(({ name, version, sha256, loadedAtMs }) => ({
    name,
    kind: "performance_predictor" as const,
    version,
    sha256,
    loadedAtMs,
  }));
  await writeReplica(db(), own.replicaId, served, systemClock.nowMs());
}

/** Takes this process off the list of replicas; called when it stops. */
export async function retireReplica(): Promise<void> {
  const own = state();
  own.reporting = false;
  await removeReplica(db(), own.replicaId);
}

registerRefresher("model", "models", refreshModels);
