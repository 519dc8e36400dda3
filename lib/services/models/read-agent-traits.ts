import type { AgentTraits } from "#lib/contracts/prediction.ts";
import { traitsOf } from "#lib/engines/prediction/cold-start/trait-lesson.ts";
import { factsOf } from "#lib/runtime/configurations.ts";
import type { Db } from "#lib/store/client.ts";
import { listConfigurationHeads } from "#lib/store/configuration.ts";
import { listAgents } from "#lib/store/fleet.ts";
import { listPriceOverrides } from "#lib/store/price-override.ts";

/**
 * Tier and published price of what each agent of a fleet runs, by name. Read from the database: a training thread keeps no
 * configurations in memory.
 * @param atMs prices of that time
 */
export async function readAgentTraits(db: Db, fleetName: string, atMs: number): Promise<Map<string, AgentTraits>> {
  const [agents, heads, overrides] = await Promise.all([
    listAgents(db, fleetName),
    listConfigurationHeads(db),
    listPriceOverrides(db),
  ]);
  const byRef = new Map(
    heads.map(({ provider, name, settings }) => {
      const { price } = factsOf(overrides, provider, settings.model, atMs);
      return [`${provider}/${name}`, traitsOf({ price, tier: settings.tier })];
    }),
  );
  return new Map(agents.map(({ name, configuration }) => [name, byRef.get(configuration ?? "") ?? traitsOf(null)]));
}
