import { Command } from "commander";
import type { ServiceContext } from "#lib/auth/context.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { createSetupLink } from "#server/boot/setup-link.ts";
import { withProduct } from "#server/cli/context.ts";

export function command(): Command {
  return new Command("setup-link")
    .description("print a new one-time link that makes the first admin account")
    .action(() => withProduct(printSetupLink));
}

async function printSetupLink(ctx: ServiceContext): Promise<void> {
  const link = await createSetupLink(ctx);
  if (!link) throw new SignalboxError("conflict", "Somebody has an account already: an admin adds people in Settings.");
  console.log(link);
}
