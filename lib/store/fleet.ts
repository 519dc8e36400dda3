import type { AgentStatus, AgentView, FleetKind, PutAgent } from "#lib/contracts/agent.ts";
import type { Prisma } from "#lib/generated/prisma/client.ts";
import type { Db } from "./client.ts";

const WITH_PARTS = { capabilities: { orderBy: { name: "asc" } }, load: true } satisfies Prisma.AgentInclude;
type AgentRow = Prisma.AgentGetPayload<{ include: typeof WITH_PARTS }>;

/** A fleet with the number of its agents. */
export interface FleetRow {
  name: string;
  kind: FleetKind;
  description: string;
  createdAt: string;
  agentCount: number;
}

export async function listFleets(db: Db): Promise<FleetRow[]> {
  const rows = await db.fleet.findMany({ orderBy: { name: "asc" }, include: { _count: { select: { agents: true } } } });
  return rows.map(({ name, kind, description, createdAt, _count }) => ({
    name,
    kind,
    description,
    createdAt: createdAt.toISOString(),
    agentCount: _count.agents,
  }));
}

export async function findFleet(db: Db, name: string): Promise<{ name: string; kind: FleetKind } | null> {
  return db.fleet.findUnique({ where: { name }, select: { name: true, kind: true } });
}

/** Adds the fleet unless it is there. @returns true when it was added. */
export async function insertFleet(
  db: Db,
  fleet: { name: string; kind: FleetKind; description: string; atMs: number },
): Promise<boolean> {
  const { count } = await db.fleet.createMany({
    data: { name: fleet.name, kind: fleet.kind, description: fleet.description, createdAt: new Date(fleet.atMs) },
    skipDuplicates: true,
  });
  return count === 1;
}

/** Agents by fleet and name. Without a fleet: all of them. */
export async function listAgents(db: Db, fleetName?: string): Promise<AgentView[]> {
  const rows = await db.agent.findMany({
    where: fleetName === undefined ? {} : { fleetName },
    include: WITH_PARTS,
    orderBy: [{ fleetName: "asc" }, { name: "asc" }],
  });
  return rows.map(toView);
}

/** Their names alone, in order. */
export async function listAgentNames(db: Db, fleetName: string): Promise<string[]> {
  const rows = await db.agent.findMany({ where: { fleetName }, select: { name: true }, orderBy: { name: "asc" } });
  return rows.map(({ name }) => name);
}

export async function findAgentById(db: Db, id: string): Promise<AgentView | null> {
  const row = await db.agent.findUnique({ where: { id }, include: WITH_PARTS });
  return row ? toView(row) : null;
}

export async function findAgentDates(db: Db, id: string): Promise<{ createdAt: string; updatedAt: string } | null> {
  const row = await db.agent.findUnique({ where: { id }, select: { createdAt: true, updatedAt: true } });
  return row && { createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() };
}

export async function findAgent(db: Db, fleetName: string, name: string): Promise<AgentView | null> {
  const row = await db.agent.findUnique({ where: { fleetName_name: { fleetName, name } }, include: WITH_PARTS });
  return row ? toView(row) : null;
}

/** Adds or replaces an agent with its capabilities; its load and heartbeat stay. */
export async function upsertAgent(
  db: Db,
  agent: { id: string; fleetName: string; name: string; body: PutAgent; atMs: number },
): Promise<AgentView> {
  const { body } = agent;
  const at = new Date(agent.atMs);
  const fields = {
    role: body.role,
    description: body.description,
    status: body.status,
    concurrencyLimit: body.concurrency_limit,
    configuration: body.configuration,
    heartbeatTtlSeconds: body.heartbeat_ttl_seconds,
    updatedAt: at,
  };
  const row = await db.agent.upsert({
    where: { fleetName_name: { fleetName: agent.fleetName, name: agent.name } },
    create: {
      id: agent.id,
      fleetName: agent.fleetName,
      name: agent.name,
      createdAt: at,
      ...fields,
      load: { create: {} },
    },
    update: { ...fields, capabilities: { deleteMany: {} } },
  });
  await db.agentCapability.createMany({
    data: body.capabilities.map(({ name, level }) => ({ agentId: row.id, name, level })),
  });
  const stored = await db.agent.findUniqueOrThrow({ where: { id: row.id }, include: WITH_PARTS });
  return toView(stored);
}

/** @returns false when there is no such agent */
export async function updateAgentStatus(
  db: Db,
  id: string,
  { status, atMs }: { status: AgentStatus; atMs: number },
): Promise<boolean> {
  const { count } = await db.agent.updateMany({ where: { id }, data: { status, updatedAt: new Date(atMs) } });
  return count === 1;
}

/** Gives an agent another number of slots, if it has still so many. @returns false when it has not, or does not exist */
export async function replaceSlots(
  db: Db,
  id: string,
  { fromSlots, toSlots, atMs }: { fromSlots: number; toSlots: number; atMs: number },
): Promise<boolean> {
  const { count } = await db.agent.updateMany({
    where: { id, concurrencyLimit: fromSlots },
    data: { concurrencyLimit: toSlots, updatedAt: new Date(atMs) },
  });
  return count === 1;
}

/** Notes that an agent is alive. @returns its id, or null when it does not exist. */
export async function recordHeartbeat(db: Db, fleetName: string, name: string, atMs: number): Promise<string | null> {
  const rows = await db.$queryRaw<{ agent_id: string }[]>`
    update agent_load set last_heartbeat_at = greatest(last_heartbeat_at, ${new Date(atMs)}::timestamptz)
    from agent where agent.id = agent_load.agent_id and agent.fleet_name = ${fleetName} and agent.name = ${name}
    returning agent_load.agent_id`;
  return rows[0]?.agent_id ?? null;
}

/** What changes from second to second, for every agent. */
export async function readLoads(
  db: Db,
): Promise<{ agentId: string; activeLeases: number; lastHeartbeatAtMs: number | null }[]> {
  const rows = await db.agentLoad.findMany();
  return rows.map((row) => ({
    agentId: row.agentId,
    activeLeases: row.activeLeases,
    lastHeartbeatAtMs: row.lastHeartbeatAt?.getTime() ?? null,
  }));
}

function toView(row: AgentRow): AgentView {
  return {
    id: row.id,
    fleetName: row.fleetName,
    name: row.name,
    role: row.role,
    description: row.description,
    status: row.status,
    capabilities: row.capabilities.map(({ name, level }) => ({ name, level })),
    concurrencyLimit: row.concurrencyLimit,
    activeLeases: row.load?.activeLeases ?? 0,
    configuration: row.configuration,
    heartbeatTtlSeconds: row.heartbeatTtlSeconds,
    lastHeartbeatAt: row.load?.lastHeartbeatAt?.toISOString() ?? null,
  };
}
