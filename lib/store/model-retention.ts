import type { Db } from "./client.ts";
import type { ModelKey } from "./model.ts";

export interface RetentionBounds {
  /** Newest versions of the model that keep their artifacts whatever happens. */
  keepVersions: number;
  /** Versions that production named since then can be returned to. */
  returnableSinceMs: number;
}

/**
 * Versions of a model whose artifact nobody can need any more: not among the newest, named by no alias, no running
 * trial or replay, no task that is still under way, and not in production within the return window.
 */
export async function findForgettable(db: Db, { name, kind }: ModelKey, bounds: RetentionBounds): Promise<number[]> {
  const since = new Date(bounds.returnableSinceMs);
  const rows = await db.$queryRaw<{ version: number }[]>`
    select v.version
    from model_version v join model_artifact a on a.sha256 = v.artifact_sha256
    where v.name = ${name} and v.kind = ${kind} and a.deleted_at is null
      and v.version not in (
        select version from model_version where name = ${name} and kind = ${kind}
        order by version desc limit ${bounds.keepVersions})
      and not exists (select 1 from model_alias l where l.name = v.name and l.kind = v.kind and l.version = v.version)
      and not exists (
        select 1 from model_trial t
        where t.name = v.name and t.kind = v.kind and t.ended_at is null and v.version in (t.version, t.against))
      and not exists (
        select 1 from replay r
        where r.name = v.name and r.kind = v.kind and r.finished_at is null and r.version = v.version)
      and not exists (
        select 1 from model_alias_move m
        where m.name = v.name and m.kind = v.kind and m.alias = 'production' and m.at >= ${since}
          and v.version in (m.to_version, coalesce(m.from_version, m.to_version)))
      and not exists (
        select 1 from assignment s join decision d on d.id = s.decision_id
        where s.ended_at is null and d.fleet_name = v.name
          and case v.kind
            when 'performance_predictor' then d.predictor_version = v.version
            when 'capability_matcher' then (d.detail::jsonb #>> '{provenance,matcher,version}')::int = v.version
            else (d.detail::jsonb #>> array['provenance', v.kind, 'version'])::int = v.version
          end)
    order by v.version`;
  return rows.map(({ version }) => version);
}

/**
 * Deletes the bytes of the versions' artifacts, but of none that another version shares and keeps.
 * @returns the versions whose bytes are gone
 */
export async function deleteArtifacts(
  db: Db,
  { name, kind }: ModelKey,
  versions: readonly number[],
  atMs: number,
): Promise<number[]> {
  if (versions.length === 0) return [];
  const rows = await db.$queryRaw<{ version: number }[]>`
    with forgotten as (
      select name, kind, version, artifact_sha256 from model_version
      where name = ${name} and kind = ${kind} and version = any(${[...versions]}::int[])
    ), gone as (
      update model_artifact a set bytes = null, deleted_at = ${new Date(atMs)}
      where a.deleted_at is null and a.sha256 in (select artifact_sha256 from forgotten)
        and not exists (
          select 1 from model_version v
          where v.artifact_sha256 = a.sha256 and (v.name, v.kind, v.version) not in (select name, kind, version from forgotten))
      returning a.sha256
    )
    select f.version from forgotten f join gone g on g.sha256 = f.artifact_sha256 order by f.version`;
  return rows.map(({ version }) => version);
}

/** Registered models with their policy as stored; null where the defaults hold. */
export async function listModelPolicies(db: Db): Promise<(ModelKey & { policy: unknown })[]> {
  return db.$queryRaw<(ModelKey & { policy: unknown })[]>`
    select m.name, m.kind, p.policy
    from registered_model m left join model_policy p using (name, kind) order by m.name, m.kind`;
}
