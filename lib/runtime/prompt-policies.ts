import { ALL_FLEETS, type PromptPolicy } from "#lib/contracts/prompt-policy.ts";
import { processState } from "#lib/core/process-state.ts";
import { db } from "#lib/store/client.ts";
import { listPromptPolicies } from "#lib/store/prompt-policy.ts";
import { registerRefresher } from "./refresh.ts";

/** By fleet; empty until it is loaded: then nothing is stored. */
const state = () =>
  processState<{ policies: ReadonlyMap<string, PromptPolicy> }>("runtime.promptPolicies", () => ({
    policies: new Map(),
  }));

registerRefresher("prompt", "prompt policies", refreshPromptPolicies);

async function refreshPromptPolicies(): Promise<void> {
  const rows = await listPromptPolicies(db());
  state().policies = new Map(rows.map(({ fleetName, policy }) => [fleetName, policy]));
}

/** What is stored of the fleet's prompts: its own policy, else the one for all. Null: nothing. */
export function promptPolicyOf(fleetName: string): PromptPolicy | null {
  const { policies } = state();
  if (policies.size === 0) return null;
  const policy = policies.get(fleetName) ?? policies.get(ALL_FLEETS);
  return policy?.enabled ? policy : null;
}
