import { Command } from "commander";
import { formatUsd } from "#lib/core/money.ts";
import { verifyLedger } from "#lib/services/budgets/verify-ledger.ts";
import { withProduct } from "#server/cli/context.ts";

/** `signalbox verify-ledger`: compares every balance with its ledger; exit code 1 when one differs. */
export function command(): Command {
  return new Command("verify-ledger")
    .description("Check that every budget's balance equals the sum of its ledger entries.")
    .action(async () => {
      await withProduct(async (ctx) => {
        const drifts = await verifyLedger({ ctx });
        for (const { budgetName, windowStart, spentNanoUsd, heldNanoUsd } of drifts) {
          const amounts = `${formatUsd(spentNanoUsd)} spent, ${formatUsd(heldNanoUsd)} held`;
          console.log(`${budgetName}, window of ${windowStart.toISOString()}: off by ${amounts}`);
        }
        console.log(drifts.length === 0 ? "Every balance equals its ledger." : `${drifts.length} balances differ.`);
        if (drifts.length > 0) process.exitCode = 1;
      });
    });
}
