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
import { isServable, type OpenModel, openModel, type ServableKind, type ServableModel } from "./servable-model.ts";

/** How a decision writes down what made it. */
interface VersionRef {
  name: string;
  version: number;
  sha256: string;
}

/** A model in production. The object changes only with the version. */
export interface Production<K extends ServableKind> extends VersionRef {
  model: ServableModel<K>;
}

type Served = OpenModel &
  VersionRef & {
    loadedAtMs: number;
    /** Loaded from this machine's copy: the database's own is tried again with every refresh. */
    fromCopy: boolean;
  };

const state = () =>
  processState("runtime.models", () => ({
    replicaId: newId("rep", systemClock.nowMs()),
    served: new Map<string, Served>(),
    running: null as Promise<void> | null,
    queued: false,
    /** True once the listener has reported: commands serve nobody and are no replica. */
    reporting: false,
  }));

/** How this process is called in lists of processes. */
export function replicaId(): string {
  return state().replicaId;
}

/** What of the kind serves the fleet in this process; null while none was ever promoted for it. */
export function inProduction<K extends ServableKind>(fleetName: string, kind: K): Production<K> | null {
  const served = state().served.get(servedKey({ name: fleetName, kind }));
  return served && isOfKind(served, kind) ? served : null;
}

function isOfKind<K extends ServableKind>(served: Served, kind: K): served is Served & Production<K> {
  return served.kind === kind;
}

function servedKey({ name, kind }: Pick<ProductionRow, "name" | "kind">): string {
  return `${kind}/${name}`;
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
    if (own.served.size === 0) await serveFromCache();
    throw error;
  }
  const servable = rows.filter(({ kind }) => isServable(kind));
  for (const row of servable) await takeOver(row);
  const wanted = new Set(servable.map(servedKey));
  for (const key of own.served.keys()) if (!wanted.has(key)) own.served.delete(key);
  await cacheProduction(servable).catch(() => undefined);
  if (own.reporting) await reportReplica();
}

/** Swaps in one step, so that a decision sees either the old version or the new one. */
function serve(row: ProductionRow, model: OpenModel, fromCopy: boolean): void {
  const { name, version, sha256 } = row;
  const served = { ...model, name, version, sha256, fromCopy, loadedAtMs: systemClock.nowMs() };
  state().served.set(servedKey(row), served);
}

async function takeOver(row: ProductionRow): Promise<void> {
  const serving = state().served.get(servedKey(row));
  const problem = { topic: "model", entityId: `${row.name}/${row.kind}`, code: "artifact_refused" };
  if (serving?.sha256 === row.sha256 && !serving.fromCopy) {
    if (serving.version !== row.version) serve(row, serving, false);
    return resolveProblem(db(), problem, systemClock.nowMs());
  }
  const stored = await tryStored(row);
  if (stored.model) {
    serve(row, stored.model, false);
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
): Promise<{ model: OpenModel; reason: null } | { model: null; reason: string }> {
  const bytes = await readArtifactBytes(db(), row.sha256).catch(reasonOfRefusal);
  if (!bytes) return { model: null, reason: "The artifact is missing" };
  if (typeof bytes === "string") return { model: null, reason: bytes };
  try {
    const model = open(bytes, row);
    await cacheArtifact(row.sha256, bytes).catch(() => undefined);
    return { model, reason: null };
  } catch (error) {
    return { model: null, reason: messageOf(error) };
  }
}

/** A database that is away is no refusal. */
function reasonOfRefusal(error: unknown): string {
  if (error instanceof SignalboxError) return error.message;
  throw error;
}

function open(bytes: Uint8Array, row: ProductionRow): OpenModel {
  const opened = openModel(bytes, row);
  if (!opened) throw new Error(`No engine serves a ${row.kind}`);
  return opened;
}

async function tryCached(row: ProductionRow): Promise<OpenModel | null> {
  const bytes = await readCachedArtifact(row.sha256);
  if (!bytes) return null;
  try {
    return open(bytes, row);
  } catch {
    return null;
  }
}

async function serveFromCache(): Promise<void> {
  for (const row of await readCachedProduction()) {
    const model = await tryCached(row);
    if (model) serve(row, model, true);
  }
}

/** Writes what this process serves, for "3 of 3 serve v12"; the listener's poll calls it. */
export async function reportReplica(): Promise<void> {
  const own = state();
  own.reporting = true;
  const served = [...own.served.values()].map(({ name, kind, version, sha256, loadedAtMs }) => ({
    name,
    kind,
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
