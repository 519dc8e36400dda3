import { Command } from "commander";
import { createAgentKey } from "#lib/services/keys/create-agent-key.ts";
import { withProduct } from "#server/cli/context.ts";

/** `signalbox create-key`: makes an agent key and prints its token, once. */
export function command(): Command {
  return new Command("create-key")
    .description("Make a key with which agents or a platform call the machine API; the token is printed once.")
    .requiredOption("--name <name>", "what will use the key")
    .requiredOption("--fleet <fleet>", "the fleet it may act in")
    .option("--agent <agent>", "bind the key to this one agent")
    .action(async (options: { name: string; fleet: string; agent?: string }) => {
      await withProduct(async (ctx) => {
        const input = { name: options.name, fleetName: options.fleet, agentName: options.agent ?? null };
        const { key, token } = await createAgentKey({ ctx, input });
        console.error(`Key "${key.name}" of fleet ${key.fleetName}. The token is shown only now:`);
        console.log(token);
      });
    });
}
