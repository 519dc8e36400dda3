import type { AliasMoveView, ModelVersionView, ModelView } from "#lib/contracts/model.ts";
import type { AliasMove } from "#lib/services/models/perform-move.ts";

/** A registered model in the wire's snake_case; versions by their numbers alone. */
export function toModelWire(model: ModelView) {
  return {
    name: model.name,
    kind: model.kind,
    production: model.production,
    production_since: model.productionSince,
    staging: model.staging,
    pinned: model.pinned,
    rollback_to: model.rollbackTo,
    versions: model.versions.map(({ version }) => version),
    replicas: model.replicas.map(({ replicaId, version, seenAt }) => ({ id: replicaId, version, seen_at: seenAt })),
  };
}

export function toModelVersionWire(version: ModelVersionView) {
  const { rows, agents, dataSha256, windowFrom, windowTo, seed, parameters } = version.metadata;
  return {
    name: version.name,
    kind: version.kind,
    version: version.version,
    aliases: version.aliases,
    artifact: { sha256: version.artifactSha256, bytes: version.sizeBytes, kept: version.artifactKept },
    data: { rows, agents, sha256: dataSha256, from: windowFrom, to: windowTo },
    ...{ seed, parameters, metrics: version.metrics },
    ...{ note: version.note, description: version.description, tags: version.tags },
    author: version.authorName,
    created_at: version.createdAt,
  };
}

export function toMoveWire(move: AliasMoveView) {
  return {
    ...{ alias: move.alias, from_version: move.fromVersion, to_version: move.toVersion, verb: move.verb },
    ...{ reason: move.reason, actor: move.actorName, at: move.at },
    ...{ override: move.override, automatic: move.automatic },
    gates: move.gates,
  };
}

/** What a move has done, for whoever asked for it. */
export function toMovedWire(move: AliasMove) {
  return {
    ...{ name: move.name, kind: move.kind, alias: move.alias, verb: move.verb },
    ...{ from_version: move.fromVersion, to_version: move.toVersion, pinned: move.pinned },
    ...{ override: move.override, gates: move.gates },
  };
}
