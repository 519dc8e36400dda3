import { createReadStream } from "node:fs";
import path from "node:path";
import { Command } from "commander";
import { exportUploadSchema } from "#lib/contracts/reconciliation.ts";
import { type ComparisonView, GAP_CAUSE_WORDS } from "#lib/contracts/reconciliation-view.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { nanoToUsdText } from "#lib/core/money.ts";
import { parseInput } from "#lib/core/parse.ts";
import { compareExport } from "#lib/queries/reconciliation/compare-export.ts";
import { refreshConfigurations } from "#lib/runtime/configurations.ts";
import { readExport } from "#lib/services/reconciliation/read-export.ts";
import { saveExport } from "#lib/services/reconciliation/save-upload.ts";
import { withProduct } from "#server/cli/context.ts";

interface Options {
  provider: string;
  account?: string;
  columns?: string;
  save?: true;
  json?: true;
}

/** `signalbox reconcile`: a provider's export beside what Signalbox knows of its days; kept only when asked for. */
export function command(): Command {
  return new Command("reconcile")
    .description("Compare a provider's usage or costs export (CSV, plain or .gz) with what Signalbox knows.")
    .argument("<file>", "the export")
    .requiredOption("--provider <name>", "openai, anthropic or bedrock")
    .option("--account <name>", "account of the export, where there are several")
    .option("--columns <json>", 'which column is what: {"day":"Date","model":"Model","input":"In","output":"Out"}')
    .option("--save", "keep the upload, as the page does")
    .option("--json", "print the whole comparison as JSON")
    .action((file: string, options: Options) =>
      withProduct(async (ctx) => {
        const { provider, account, mapping } = parseInput(exportUploadSchema, {
          provider: options.provider,
          account: options.account ?? "",
          mapping: options.columns ?? null,
        });
        const fileName = path.basename(file);
        const open = () => createReadStream(path.resolve(file));
        const read = await readExport({ ctx, provider, mapping, fileName, bytes: open() });
        if (!read.known) {
          const columns =
            read.missing.length > 0 ? `has no column ${read.missing.join(", ")}` : "is of no known format";
          throw new SignalboxError(
            "invalid_input",
            `${fileName} ${columns}. Its columns are ${read.header.join(", ")}: say with --columns which is what.`,
          );
        }
        await refreshConfigurations();
        const comparison = await compareExport({ ctx, provider, gathered: read.gathered });
        if (options.save) await saveExport({ ctx, provider, account, mapping, fileName, bytes: open() });
        console.log(options.json ? JSON.stringify(comparison) : asText(comparison));
      }),
    );
}

function asText({ headline, totals, rows, notes }: ComparisonView): string {
  const usd = (nano: string | null) => (nano === null ? "unknown" : nanoToUsdText(BigInt(nano)));
  const known = (row: { seenNanoUsd: string; reportedNanoUsd: string }) =>
    (BigInt(row.seenNanoUsd) + BigInt(row.reportedNanoUsd)).toString();
  const table = [
    ["model", "tokens", "billed USD", "known USD", "gap USD", ""],
    ...rows.map((row) => [
      row.model || "not broken down",
      row.tokenClass ?? "-",
      usd(row.billedNanoUsd),
      usd(known(row)),
      usd(row.gapNanoUsd),
      row.agrees ? "agrees" : "differs",
    ]),
  ];
  const widths = table[0]?.map((_, i) => Math.max(...table.map((cells) => cells[i]?.length ?? 0))) ?? [];
  const lines = table.map((cells) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const causes = totals.causes.map(({ cause, nanoUsd }) => `  ${GAP_CAUSE_WORDS[cause].name}: ${usd(nanoUsd)} USD`);
  return [headline, ...notes.map((note) => `  ${note}`), "", "Why they differ:", ...causes, "", ...lines].join("\n");
}
