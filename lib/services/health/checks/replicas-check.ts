import type { ServiceContext } from "#lib/auth/context.ts";
import type { Verdict } from "#lib/contracts/health-check.ts";
import { hashActiveSet } from "#lib/engines/configs/active-set.ts";
import { db } from "#lib/store/client.ts";
import { listConfigurationHeads } from "#lib/store/configuration.ts";
import { listProduction } from "#lib/store/model.ts";
import { listReplicaConfigurations } from "#lib/store/replica-configuration.ts";
import { listReplicas } from "#lib/store/replica-model.ts";
import { listSettingsHashes } from "#lib/store/settings-file.ts";
import { counted, type HealthCheck, MINUTE_MS, overall, TWICE } from "../check-definition.ts";

/** Processes serve what the database names: the versions in production and the set of configurations in force. */
export const replicasCheck: HealthCheck = {
  id: "replicas",
  // A change reaches the others within two seconds.
  damping: TWICE,
  forgetAfterMs: 0,
  run: checkReplicas,
};

async function checkReplicas(ctx: ServiceContext): Promise<Verdict[]> {
  const sinceMs = ctx.clock.nowMs() - MINUTE_MS;
  const [served, production, sets, heads, files] = await Promise.all([
    listReplicas(db(), {}, sinceMs),
    listProduction(db()),
    listReplicaConfigurations(db(), sinceMs),
    listConfigurationHeads(db()),
    listSettingsHashes(db()),
  ]);
  const sha256 = hashActiveSet(heads, files);
  const behind = new Map<string, string[]>();
  const note = (replica: string, what: string) => behind.set(replica, [...(behind.get(replica) ?? []), what]);
  for (const { replicaId, sha256: own } of sets)
    if (own !== sha256) note(replicaId, "has another set of configurations");
  for (const { replicaId, name, kind, version } of served) {
    const wanted = production.find((row) => row.name === name && row.kind === kind);
    if (wanted && wanted.version !== version)
      note(replicaId, `serves ${name} ${kind.replaceAll("_", " ")} v${version}, production is v${wanted.version}`);
  }
  const all = new Set([...sets, ...served].map(({ replicaId }) => replicaId));
  const evidence = [
    { name: "processes", value: String(all.size) },
    { name: "set in force", value: sha256 },
  ];
  if (behind.size === 0) {
    const sentence = `${counted(all.size, "process").replace("processs", "processes")} as the database says.`;
    return [overall("All processes", { state: "ok", sentence, evidence })];
  }
  const sentences = [...behind].map(([replica, whats]) => `${replica} ${whats.join(" and ")}`);
  const state = behind.size < all.size ? "degraded" : "failing";
  return [overall("All processes", { state, sentence: `${sentences.join("; ")}.`, evidence })];
}
