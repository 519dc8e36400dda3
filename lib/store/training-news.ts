import type { TrainableKind } from "#lib/contracts/training.ts";
import type { Db } from "./client.ts";

/** A registered model that can be trained, with what decides whether it should be. */
export interface TrainedModel {
  fleetName: string;
  kind: TrainableKind;
  /** The newest version of all. */
  newestVersion: number;
  newestAtMs: number;
  production: number | null;
}

/** Models of fleets that still exist and have at least one version. */
export async function listTrainedModels(db: Db, kinds: readonly TrainableKind[]): Promise<TrainedModel[]> {
  const rows = await db.$queryRaw<
    { name: string; kind: string; version: number; at: Date; production: number | null }[]
  >`
    select distinct on (v.name, v.kind) v.name, v.kind, v.version, v.created_at as at, a.version as production
    from model_version v
    join fleet f on f.name = v.name
    left join model_alias a on a.name = v.name and a.kind = v.kind and a.alias = 'production'
    where v.kind = any(${[...kinds]})
    order by v.name, v.kind, v.version desc`;
  return rows.map(({ name, kind, version, at, production }) => ({
    ...{ fleetName: name, kind: kind as TrainableKind, production },
    ...{ newestVersion: version, newestAtMs: at.getTime() },
  }));
}

/** Whether the fleet has got a judged outcome or an import since. */
export async function hasNews(db: Db, fleetName: string, sinceMs: number): Promise<boolean> {
  const since = new Date(sinceMs);
  const rows = await db.$queryRaw<{ any: boolean }[]>`
    select exists (select 1 from history_import where fleet_name = ${fleetName} and created_at > ${since})
      or exists (select 1 from outcome o join decision d on d.id = o.decision_id
        where d.fleet_name = ${fleetName} and o.judged_at > ${since} and d.agent_name is not null) as any`;
  return rows[0]?.any === true;
}

/** Outcomes judged since, by task type. */
export async function readOutcomeMix(db: Db, fleetName: string, sinceMs: number): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ type: string; n: number }[]>`
    select d.task_type as type, count(*)::int as n from outcome o join decision d on d.id = o.decision_id
    where d.fleet_name = ${fleetName} and o.judged_at > ${new Date(sinceMs)} and d.agent_name is not null group by 1`;
  return new Map(rows.map(({ type, n }) => [type, n]));
}

/** Outcomes judged since of decisions that the version made: what it foretold, and what came. */
export async function readForetoldSums(db: Db, fleetName: string, version: number, sinceMs: number) {
  const rows = await db.$queryRaw<{ n: number; probability: number; variance: number; successes: number }[]>`
    select count(*)::int as n, coalesce(sum(d.predicted_success), 0)::float8 as probability,
      coalesce(sum(d.predicted_success * (1 - d.predicted_success)), 0)::float8 as variance,
      coalesce(sum(o.success::int), 0)::float8 as successes
    from outcome o join decision d on d.id = o.decision_id
    where d.fleet_name = ${fleetName} and o.judged_at > ${new Date(sinceMs)}
      and d.predictor_version = ${version} and d.predicted_success is not null`;
  return rows[0] ?? { n: 0, probability: 0, variance: 0, successes: 0 };
}
