import { Command } from "commander";
import { verifyLedger } from "#lib/services/budgets/verify-ledger.ts";
import { withProduct } from "#server/cli/context.ts";

/** `signalbox verify-ledger`: compares every balance with its ledger; exit code 1 when something cannot be right. */
export function command(): Command {
  return new Command("verify-ledger")
    .description("Check that balances equal their ledger, that holds have ended and that budgets were reset.")
    .action(async () => {
      await withProduct(async (ctx) => {
        const findings = await verifyLedger({ ctx });
        for (const { message } of findings) console.log(message);
        console.log(findings.length === 0 ? "Every balance equals its ledger." : `${findings.length} findings.`);
        if (findings.length > 0) process.exitCode = 1;
      });
    });
}
