import { createAgentKey } from "#lib/services/keys/create-agent-key.ts";
import { withProduct } from "#server/cli/context.ts";

/** A key of the fleet, made in the database of the running product. */
export async function createReplayKey(fleetName: string): Promise<string> {
  let token = "";
  await withProduct(async (ctx) => {
    ({ token } = await createAgentKey({ ctx, input: { name: "replay", fleetName } }));
  });
  return token;
}
