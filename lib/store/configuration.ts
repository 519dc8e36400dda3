import { type LlmConfig, llmConfigSchema, type Provider } from "#lib/contracts/configuration.ts";
import type { RevisionView } from "#lib/contracts/configuration-view.ts";
import { newId } from "#lib/core/ids.ts";
import type { Db } from "./client.ts";

/** A configuration with the revision in force. */
export interface StoredConfiguration {
  id: string;
  provider: Provider;
  name: string;
  revision: number;
  preset: boolean;
  archivedAt: Date | null;
  settings: LlmConfig;
  authorName: string;
}

export interface ConfigurationAddress {
  provider: Provider;
  name: string;
}

interface JoinedRow {
  id: string;
  provider: string;
  name: string;
  head_revision: number;
  preset: boolean;
  archived_at: Date | null;
  settings: unknown;
  author_name: string;
}

function stored(row: JoinedRow): StoredConfiguration {
  return {
    id: row.id,
    provider: row.provider as Provider,
    name: row.name,
    revision: row.head_revision,
    preset: row.preset,
    archivedAt: row.archived_at,
    settings: llmConfigSchema.parse(row.settings),
    authorName: row.author_name,
  };
}

/** All configurations that are not archived, in order of their names, each with its head revision. */
export async function listConfigurationHeads(db: Db): Promise<StoredConfiguration[]> {
  const rows = await db.$queryRaw<JoinedRow[]>`
    select c.id, c.provider, c.name, c.head_revision, c.preset, c.archived_at, r.settings, r.author_name
    from configuration c join configuration_revision r on r.configuration_id = c.id and r.revision = c.head_revision
    where c.archived_at is null order by c.provider, c.name`;
  return rows.map(stored);
}

/** One configuration with its head revision, archived or not; null when there never was one. */
export async function findConfiguration(db: Db, at: ConfigurationAddress): Promise<StoredConfiguration | null> {
  const rows = await db.$queryRaw<JoinedRow[]>`
    select c.id, c.provider, c.name, c.head_revision, c.preset, c.archived_at, r.settings, r.author_name
    from configuration c join configuration_revision r on r.configuration_id = c.id and r.revision = c.head_revision
    where c.provider = ${at.provider} and c.name = ${at.name}`;
  return rows[0] ? stored(rows[0]) : null;
}

export interface RevisionInput {
  settings: LlmConfig;
  authorName: string;
  note: string;
  atMs: number;
}

/** Makes the configuration with revision 1. False when the name is taken by now. */
export async function insertConfiguration(
  db: Db,
  at: ConfigurationAddress,
  preset: boolean,
  first: RevisionInput,
): Promise<boolean> {
  const id = newId("cfg", first.atMs);
  const { count } = await db.configuration.createMany({
    data: [{ id, ...at, preset, headRevision: 1, createdAt: new Date(first.atMs) }],
    skipDuplicates: true,
  });
  if (count === 0) return false;
  await insertRevision(db, id, 1, first);
  return true;
}

/** Adds the next revision if the head is still the one the author started from; false when it is not. */
export async function advanceConfiguration(
  db: Db,
  id: string,
  baseRevision: number,
  preset: boolean,
  next: RevisionInput,
): Promise<boolean> {
  const { count } = await db.configuration.updateMany({
    where: { id, headRevision: baseRevision },
    data: { headRevision: baseRevision + 1, preset, archivedAt: null },
  });
  if (count === 0) return false;
  await insertRevision(db, id, baseRevision + 1, next);
  return true;
}

async function insertRevision(db: Db, configurationId: string, revision: number, input: RevisionInput): Promise<void> {
  await db.configurationRevision.create({
    data: {
      configurationId,
      revision,
      settings: input.settings,
      authorName: input.authorName,
      note: input.note,
      createdAt: new Date(input.atMs),
    },
  });
}

/** False when it was archived before. */
export async function archiveConfigurationRow(db: Db, id: string, atMs: number): Promise<boolean> {
  const { count } = await db.configuration.updateMany({
    where: { id, archivedAt: null },
    data: { archivedAt: new Date(atMs) },
  });
  return count > 0;
}

/** Revisions of one configuration, newest first. */
export async function listRevisions(db: Db, configurationId: string, limit: number): Promise<RevisionView[]> {
  const rows = await db.configurationRevision.findMany({
    where: { configurationId },
    orderBy: { revision: "desc" },
    take: limit,
  });
  return rows.map(revisionView);
}

/** One revision with its author and note; null when there is no such revision. */
export async function findRevisionView(
  db: Db,
  configurationId: string,
  revision: number,
): Promise<RevisionView | null> {
  const where = { configurationId_revision: { configurationId, revision } };
  const row = await db.configurationRevision.findUnique({ where });
  return row && revisionView(row);
}

interface RevisionRow {
  revision: number;
  settings: unknown;
  authorName: string;
  note: string;
  createdAt: Date;
}

function revisionView({ revision, settings, authorName, note, createdAt }: RevisionRow): RevisionView {
  return { revision, settings: llmConfigSchema.parse(settings), authorName, note, createdAt: createdAt.toISOString() };
}

/** Settings of one revision; null when there is no such revision. */
export async function findRevision(db: Db, configurationId: string, revision: number): Promise<LlmConfig | null> {
  const row = await db.configurationRevision.findUnique({
    where: { configurationId_revision: { configurationId, revision } },
  });
  return row ? llmConfigSchema.parse(row.settings) : null;
}

/** The same by reference, such as "anthropic/researcher". */
export async function findRevisionOf(db: Db, ref: string, revision: number): Promise<LlmConfig | null> {
  const [provider = "", name = ""] = ref.split("/");
  const row = await db.configurationRevision.findFirst({ where: { revision, configuration: { provider, name } } });
  return row ? llmConfigSchema.parse(row.settings) : null;
}

/** True when any configuration of the provider is in force. */
export async function hasConfigurations(db: Db, provider: Provider): Promise<boolean> {
  return (await db.configuration.findFirst({ where: { provider, archivedAt: null }, select: { id: true } })) !== null;
}

/** Names of the agents whose default configuration this is. */
export async function listAgentsUsing(db: Db, ref: string, limit: number): Promise<string[]> {
  const rows = await db.agent.findMany({
    where: { configuration: ref },
    select: { name: true, fleetName: true },
    orderBy: [{ fleetName: "asc" }, { name: "asc" }],
    take: limit,
  });
  return rows.map((row) => `${row.fleetName}/${row.name}`);
}
