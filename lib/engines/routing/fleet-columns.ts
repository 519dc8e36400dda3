import { AGENT_STATUSES } from "#lib/contracts/agent.ts";
import type { FleetAgent, RoutableConfiguration } from "#lib/contracts/routing.ts";

/**
 * The fleet as columns, row i for agents[i]. Everything but load and heartbeats is fixed once built, so that
 * what is derived from it (capability and cost columns) may be cached on it.
 */
export interface FleetColumns {
  agents: readonly FleetAgent[];
  count: number;
  rowOfId: ReadonlyMap<string, number>;
  rowOfName: ReadonlyMap<string, number>;
  /** The same array object for the life of the columns: predictors cache by its identity. */
  names: readonly string[];
  /** Position of the row in name order; ties are broken by it, so the order of the snapshot does not matter. */
  nameRank: Int32Array;
  rowOfNameRank: Int32Array;
  /** Index into AGENT_STATUSES; 0 = enabled. */
  status: Uint8Array;
  limit: Int32Array;
  /** Active leases; changes with every decision. */
  leases: Int32Array;
  /** Infinity: no heartbeat needed. */
  heartbeatTtlMs: Float64Array;
  /** -Infinity: never seen. Changes with every heartbeat. */
  lastHeartbeatMs: Float64Array;
  needsHeartbeats: boolean;
  roles: readonly string[];
  role: Int32Array;
  configurations: readonly RoutableConfiguration[];
  /** Index into configurations; -1 = none. */
  configuration: Int32Array;
  /** Who declares what: one posting list a distinct capability name. */
  postings: ReadonlyMap<string, { rows: Int32Array; levels: Float32Array }>;
  /** JSON fragments for stored decisions, made when first needed. */
  storedAgents: string | null;
  storedConfigurations: string | null;
}

/** @throws RangeError when two agents share an id or a name. */
export function fleetColumns(agents: readonly FleetAgent[]): FleetColumns {
  const count = agents.length;
  const rowOfId = new Map(agents.map(({ id }, row) => [id, row]));
  const rowOfName = new Map(agents.map(({ name }, row) => [name, row]));
  if (rowOfId.size < count || rowOfName.size < count) throw new RangeError("Two agents share an id or a name");
  const byName = agents.map((_, row) => row).sort((a, b) => compareNames(agents, a, b));
  const nameRank = new Int32Array(count);
  byName.forEach((row, rank) => {
    nameRank[row] = rank;
  });
  const roles = distinct(agents.map(({ role }) => role));
  const configurations = distinctConfigurations(agents);
  const heartbeatTtlMs = Float64Array.from(agents, ({ heartbeatTtlSeconds: ttl }) =>
    ttl === null ? Infinity : ttl * 1000,
  );
  return {
    agents,
    count,
    rowOfId,
    rowOfName,
    names: agents.map(({ name }) => name),
    nameRank,
    rowOfNameRank: Int32Array.from(byName),
    status: Uint8Array.from(agents, ({ status }) => AGENT_STATUSES.indexOf(status)),
    limit: Int32Array.from(agents, ({ concurrencyLimit }) => concurrencyLimit),
    leases: Int32Array.from(agents, ({ activeLeases }) => activeLeases),
    heartbeatTtlMs,
    lastHeartbeatMs: Float64Array.from(agents, ({ lastHeartbeatAtMs }) => lastHeartbeatAtMs ?? -Infinity),
    needsHeartbeats: heartbeatTtlMs.some(Number.isFinite),
    roles: [...roles.keys()],
    role: Int32Array.from(agents, ({ role }) => roles.get(role) ?? -1),
    configurations: [...configurations.values()].map(({ configuration }) => configuration),
    configuration: Int32Array.from(agents, ({ configuration }) =>
      configuration ? (configurations.get(identityOf(configuration))?.index ?? -1) : -1,
    ),
    postings: postingLists(agents),
    storedAgents: null,
    storedConfigurations: null,
  };
}

function compareNames(agents: readonly FleetAgent[], a: number, b: number): number {
  const left = agents[a]?.name ?? "";
  const right = agents[b]?.name ?? "";
  return left < right ? -1 : left > right ? 1 : 0;
}

function distinct(values: readonly string[]): Map<string, number> {
  const indexes = new Map<string, number>();
  for (const value of values) if (!indexes.has(value)) indexes.set(value, indexes.size);
  return indexes;
}

/** The price belongs to the identity: an agent loaded later may have seen a newer price of the same revision. */
function identityOf({ ref, revision, price }: RoutableConfiguration): string {
  return `${ref} ${revision} ${price?.inputNanoUsdPerMtok} ${price?.outputNanoUsdPerMtok} ${price?.source}`;
}

function distinctConfigurations(agents: readonly FleetAgent[]) {
  const found = new Map<string, { index: number; configuration: RoutableConfiguration }>();
  for (const { configuration } of agents) {
    if (!configuration) continue;
    const identity = identityOf(configuration);
    if (!found.has(identity)) found.set(identity, { index: found.size, configuration });
  }
  return found;
}

function postingLists(agents: readonly FleetAgent[]) {
  const lists = new Map<string, { rows: number[]; levels: number[] }>();
  agents.forEach(({ capabilities }, row) => {
    for (const { name, level } of capabilities) {
      const list = lists.get(name) ?? { rows: [], levels: [] };
      list.rows.push(row);
      list.levels.push(level);
      lists.set(name, list);
    }
  });
  return new Map(
    [...lists].map(([name, { rows, levels }]) => [
      name,
      { rows: Int32Array.from(rows), levels: Float32Array.from(levels) },
    ]),
  );
}
