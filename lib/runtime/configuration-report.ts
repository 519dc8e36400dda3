import { systemClock } from "#lib/core/clock.ts";
import { processState } from "#lib/core/process-state.ts";
import { hashActiveSet } from "#lib/engines/configs/active-set.ts";
import { db } from "#lib/store/client.ts";
import { removeReplicaConfiguration, writeReplicaConfiguration } from "#lib/store/replica-configuration.ts";
import { loadedHeads } from "./configurations.ts";
import { replicaId } from "./models.ts";
import { registerRefresher } from "./refresh.ts";
import { loadedSettings } from "./settings.ts";

/** False until the listener has reported: commands serve nobody and are no replica. */
const state = () => processState("runtime.configuration-report", () => ({ reporting: false }));

/** Writes which set of configurations this process has in memory; the listener's poll calls it. */
export async function reportConfigurations(): Promise<void> {
  state().reporting = true;
  const { heads, loadedAtMs } = loadedHeads();
  await writeReplicaConfiguration(db(), {
    replicaId: replicaId(),
    sha256: hashActiveSet(heads, loadedSettings()),
    configurations: heads.length,
    loadedAt: new Date(loadedAtMs),
    seenAt: new Date(systemClock.nowMs()),
  });
}

/** Takes this process off the list; called when it stops. */
export async function retireConfigurations(): Promise<void> {
  state().reporting = false;
  await removeReplicaConfiguration(db(), replicaId());
}

/** Everybody can see that a change has arrived, without waiting for the next poll. */
registerRefresher("config", "configuration report", async () => {
  if (state().reporting) await reportConfigurations();
});
