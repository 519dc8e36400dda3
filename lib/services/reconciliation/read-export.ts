import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { Provider } from "#lib/contracts/configuration.ts";
import { type ColumnMapping, MAX_EXPORT_BYTES } from "#lib/contracts/reconciliation.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import type { ExportFormat } from "#lib/engines/cost/reconcile/export-line.ts";
import { findFormat } from "#lib/engines/cost/reconcile/find-format.ts";
import { type GatheredExport, LineGatherer, otherProviderError } from "#lib/engines/cost/reconcile/gather-lines.ts";
import { separatorOf } from "#lib/engines/cost/reconcile/separator.ts";
import { openExport } from "#lib/store/export-file.ts";

export interface ExportToRead extends Pick<ServiceCall, "ctx"> {
  provider: Provider;
  mapping: ColumnMapping | null;
  fileName: string;
  bytes: AsyncIterable<Uint8Array>;
}

export type ReadExport =
  | { known: true; format: ExportFormat; gathered: GatheredExport; sha256: string; header: readonly string[] }
  /** Nobody knows which column is what; the first rows help to say it. */
  | { known: false; missing: readonly string[]; header: readonly string[]; sample: readonly (readonly string[])[] };

const SAMPLE_ROWS = 5;

/**
 * Reads a provider's export to its end, in a stream. Nothing is written. Scope budget:write.
 * @throws SignalboxError invalid_input naming the line and column that cannot be read, too_large
 */
export async function readExport({ ctx, provider, mapping, fileName, bytes }: ExportToRead): Promise<ReadExport> {
  requireScope(ctx, "budget:write");
  const file = await openExport(bytes, fileName, MAX_EXPORT_BYTES);
  const separator = separatorOf(file.firstLine);
  let header: string[] | null = null;
  let gatherer: { format: ExportFormat; lines: LineGatherer; lowerNames: string[] } | null = null;
  let missing: readonly string[] = [];
  const sample: string[][] = [];
  for await (const { cells, line } of file.records(separator)) {
    if (header === null) {
      if (cells.length === 1 && /^sep=/i.test(cells[0] ?? "")) continue;
      header = requireHeader(cells, fileName);
      const found = findFormat(provider, header, mapping);
      if ("otherProvider" in found) throw otherProviderError(provider, found.otherProvider);
      if ("unknown" in found) missing = found.unknown;
      else {
        const lowerNames = inLowerCase(header);
        gatherer = { format: found.format, lines: new LineGatherer(found.format), lowerNames };
      }
      continue;
    }
    if (gatherer === null) {
      sample.push(cells);
      if (sample.length === SAMPLE_ROWS) break;
      continue;
    }
    const byName = new Map(gatherer.lowerNames.map((name, i) => [name, cells[i] ?? ""]));
    const place = { file: fileName, line };
    gatherer.lines.add({ place, cells: byName, names: header, semicolons: separator === ";" });
  }
  if (header === null) throw new SignalboxError("invalid_input", `${fileName} is empty.`);
  if (gatherer === null) return { known: false, missing, header, sample };
  return {
    known: true,
    format: gatherer.format,
    gathered: gatherer.lines.result(),
    sha256: file.sha256(),
    header,
  };
}

/** Of two names that differ in their case alone, as tags of AWS do, the first one is found. */
function inLowerCase(header: readonly string[]): string[] {
  const seen = new Set<string>();
  return header.map((name, i) => {
    const lower = name.toLowerCase();
    const unique = seen.has(lower) ? `${lower}\n${i}` : lower;
    seen.add(unique);
    return unique;
  });
}

function requireHeader(cells: readonly string[], fileName: string): string[] {
  const seen = new Set<string>();
  for (const name of cells) {
    if (name !== "" && seen.has(name)) {
      throw new SignalboxError("invalid_input", `${fileName} line 1: two columns are called ${name}.`);
    }
    seen.add(name);
  }
  if (cells.length < 2) {
    throw new SignalboxError("invalid_input", `${fileName} line 1: this is no table with several columns.`);
  }
  return [...cells];
}
