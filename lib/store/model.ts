import type { GateReport } from "#lib/contracts/gate.ts";
import {
  type AliasMoveView,
  MAX_ARTIFACT_BYTES,
  type ModelAliasName,
  type ModelKind,
  type ModelVersionView,
  type VersionMetadata,
} from "#lib/contracts/model.ts";
import { canonicalJson } from "#lib/core/canonical-json.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import type { Db } from "./client.ts";

/** Which registered model: for predictors the name is the fleet it serves. */
export interface ModelKey {
  name: string;
  kind: ModelKind;
}

export interface NewVersion extends ModelKey {
  version: number;
  artifactSha256: string;
  metadata: VersionMetadata;
  metrics: ModelVersionView["metrics"];
  note: string;
  authorName: string;
  atMs: number;
}

/** Makes the container of versions when it is new. */
export async function ensureModel(db: Db, { name, kind }: ModelKey, atMs: number): Promise<void> {
  await db.$executeRaw`
    insert into registered_model (name, kind, created_at) values (${name}, ${kind}, ${new Date(atMs)})
    on conflict do nothing`;
}

/** Locks the model until the transaction ends: versions are numbered and aliases moved one at a time. */
export async function lockModel(db: Db, { name, kind }: ModelKey): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    select 1 from registered_model where name = ${name} and kind = ${kind} for update`;
  return rows.length > 0;
}

/** The number the next version gets; call it under lockModel. */
export async function nextVersionNumber(db: Db, key: ModelKey): Promise<number> {
  const { _max } = await db.modelVersion.aggregate({ where: key, _max: { version: true } });
  return (_max.version ?? 0) + 1;
}

/** Stores bytes under their own hash. The same hash again writes the bytes anew, which heals a damaged row. */
export async function putArtifact(db: Db, sha256: string, bytes: Uint8Array, atMs: number): Promise<void> {
  const data = { bytes: new Uint8Array(bytes), sizeBytes: bytes.byteLength, deletedAt: null };
  await db.modelArtifact.upsert({
    where: { sha256 },
    create: { sha256, ...data, createdAt: new Date(atMs) },
    update: data,
  });
}

/**
 * The stored bytes, unchecked but for their size, which is asked for first: a row that has grown beyond any artifact
 * must not fill this process. Null when the row is missing or retention has deleted them.
 * @throws SignalboxError unavailable when it is too large
 */
export async function readArtifactBytes(db: Db, sha256: string): Promise<Uint8Array | null> {
  const [stored] = await db.$queryRaw<{ size: number | null }[]>`
    select octet_length(bytes) as size from model_artifact where sha256 = ${sha256}`;
  if (stored?.size == null) return null;
  if (stored.size > MAX_ARTIFACT_BYTES) {
    throw new SignalboxError(
      "unavailable",
      `The artifact is refused: ${stored.size} bytes are above the limit of ${MAX_ARTIFACT_BYTES}`,
    );
  }
  const row = await db.modelArtifact.findUnique({ where: { sha256 }, select: { bytes: true } });
  return row?.bytes ?? null;
}

export async function insertVersion(db: Db, { atMs, metadata, metrics, ...row }: NewVersion): Promise<void> {
  await db.modelVersion.create({
    data: { ...row, metadata: plain(metadata), metrics: plain(metrics), createdAt: new Date(atMs) },
  });
}

function plain(value: unknown) {
  return JSON.parse(canonicalJson(value));
}

const VERSION_DETAILS = {
  artifact: { select: { sizeBytes: true, deletedAt: true } },
  label: { select: { description: true, tags: true } },
} as const;

/** One version without its aliases; null when there is none. */
export async function findVersion(db: Db, key: ModelKey, version: number): Promise<ModelVersionView | null> {
  const row = await db.modelVersion.findUnique({
    where: { name_kind_version: { name: key.name, kind: key.kind, version } },
    include: VERSION_DETAILS,
  });
  return row ? toVersionView(row, []) : null;
}

type VersionRow = {
  name: string;
  kind: string;
  version: number;
  artifactSha256: string;
  artifact: { sizeBytes: number; deletedAt: Date | null };
  label: { description: string; tags: unknown } | null;
  metadata: unknown;
  metrics: unknown;
  note: string;
  authorName: string;
  createdAt: Date;
};

function toVersionView(row: VersionRow, aliases: ModelAliasName[]): ModelVersionView {
  return {
    name: row.name,
    kind: row.kind as ModelKind,
    version: row.version,
    artifactSha256: row.artifactSha256,
    sizeBytes: row.artifact.sizeBytes,
    metadata: row.metadata as VersionMetadata,
    metrics: row.metrics as ModelVersionView["metrics"],
    note: row.note,
    authorName: row.authorName,
    createdAt: row.createdAt.toISOString(),
    aliases,
    description: row.label?.description ?? "",
    tags: (row.label?.tags ?? {}) as Record<string, string>,
    artifactKept: row.artifact.deletedAt === null,
  };
}

export interface AliasRow {
  version: number;
  pinned: boolean;
  updatedAtMs: number;
}

export async function findAlias(db: Db, key: ModelKey, alias: ModelAliasName): Promise<AliasRow | null> {
  const row = await db.modelAlias.findUnique({ where: { name_kind_alias: { ...key, alias } } });
  return row && { version: row.version, pinned: row.pinned, updatedAtMs: row.updatedAt.getTime() };
}

/** Points the alias at a version and writes the move; both or neither, inside the caller's transaction. */
export async function writeAliasMove(
  db: Db,
  key: ModelKey,
  move: Omit<AliasMoveView, "id" | "at"> & { pinned: boolean; atMs: number },
): Promise<void> {
  const { pinned, atMs, gates, override, ...moved } = move;
  const at = new Date(atMs);
  const target = { version: move.toVersion, pinned, updatedAt: at };
  await db.modelAlias.upsert({
    where: { name_kind_alias: { ...key, alias: move.alias } },
    create: { ...key, alias: move.alias, ...target },
    update: target,
  });
  await db.modelAliasMove.create({
    data: { ...key, ...moved, overridden: override, at, ...(gates && { gates: plain(gates) }) },
  });
}

/** The newest move of the alias; null before any. */
export async function findLastMove(db: Db, key: ModelKey, alias: ModelAliasName) {
  const row = await db.modelAliasMove.findFirst({ where: { ...key, alias }, orderBy: { id: "desc" } });
  return row && { ...row, atMs: row.at.getTime() };
}

/** Pins the alias where it is: automatic promotion stays away until a person resumes it. */
export async function pinAlias(db: Db, key: ModelKey, alias: ModelAliasName): Promise<void> {
  await db.modelAlias.updateMany({ where: { ...key, alias }, data: { pinned: true } });
}

/** Newest first. */
export async function listMoves(
  db: Db,
  key: ModelKey,
  filter: { alias?: ModelAliasName; at?: { lte: Date } },
  limit: number,
): Promise<AliasMoveView[]> {
  const rows = await db.modelAliasMove.findMany({
    where: { ...key, ...filter },
    orderBy: { id: "desc" },
    take: limit,
  });
  return rows.map(
    (move): AliasMoveView => ({
      id: move.id.toString(),
      alias: move.alias as ModelAliasName,
      fromVersion: move.fromVersion,
      toVersion: move.toVersion,
      verb: move.verb as AliasMoveView["verb"],
      reason: move.reason,
      actorName: move.actorName,
      at: move.at.toISOString(),
      gates: move.gates as GateReport | null,
      override: move.overridden,
      automatic: move.automatic,
    }),
  );
}

/** Takes the pin off. Returns false when the alias was not pinned. */
export async function unpinAlias(db: Db, key: ModelKey, alias: ModelAliasName): Promise<boolean> {
  const { count } = await db.modelAlias.updateMany({ where: { ...key, alias, pinned: true }, data: { pinned: false } });
  return count > 0;
}

export interface ProductionRow extends ModelKey {
  version: number;
  sha256: string;
}

/** What every process has to serve. */
export async function listProduction(db: Db): Promise<ProductionRow[]> {
  return db.$queryRaw<ProductionRow[]>`
    select a.name, a.kind, a.version, v.artifact_sha256 as sha256
    from model_alias a join model_version v using (name, kind, version)
    where a.alias = 'production' order by a.name, a.kind`;
}

/** Everything the lists and the detail page show, newest version and newest move first. */
export async function listModelRows(db: Db, key: Partial<ModelKey>, moveLimit: number) {
  const models = await db.registeredModel.findMany({
    where: key,
    include: {
      versions: { orderBy: { version: "desc" }, include: VERSION_DETAILS },
      aliases: true,
    },
    orderBy: [{ name: "asc" }, { kind: "asc" }],
  });
  return Promise.all(
    models.map(async (model) => {
      const { name, kind } = model;
      const moves = await listMoves(db, { name, kind: kind as ModelKind }, {}, moveLimit);
      const aliasesOf = (version: number) =>
        model.aliases.filter((row) => row.version === version).map((row) => row.alias as ModelAliasName);
      return {
        name,
        kind: kind as ModelKind,
        aliases: model.aliases,
        versions: model.versions.map((row) => toVersionView(row, aliasesOf(row.version))),
        moves,
      };
    }),
  );
}
