import { Command } from "commander";
import { repairUsage } from "#lib/services/usage/repair-usage.ts";
import { verifyUsage } from "#lib/services/usage/verify-usage.ts";
import { withProduct } from "#server/cli/context.ts";

/** `signalbox verify-usage`: compares what the cost explorer adds up with the tasks; exit code 1 when they differ. */
export function command(): Command {
  return new Command("verify-usage")
    .description("Check that sums of usage equal the tasks they are of.")
    .option("--days <n>", "newest days to look at (UTC)", "7")
    .option("--repair", "make the sums of days and months that differ anew", false)
    .action(async ({ days, repair }: { days: string; repair: boolean }) => {
      await withProduct(async (ctx) => {
        const findings = await verifyUsage({ ctx, input: { days: Number(days) } });
        for (const { of, message, fromMs } of findings) {
          console.log(message);
          if (!repair) continue;
          const day = new Date(fromMs).toISOString().slice(0, 10);
          const sums = await repairUsage({ ctx, input: { day, month: of === "month" } });
          console.log(`${of === "month" ? day.slice(0, 7) : day}: ${sums} sums made anew.`);
        }
        console.log(
          findings.length === 0 ? "Every sum equals its tasks." : `${findings.length} days or months differ.`,
        );
        if (findings.length > 0 && !repair) process.exitCode = 1;
      });
    });
}
