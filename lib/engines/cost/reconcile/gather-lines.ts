import type { Provider } from "#lib/contracts/configuration.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { findNul } from "#lib/core/parse.ts";
import { unreadable } from "#lib/engines/history/place.ts";
import type { ExportFormat, ExportLine } from "./export-line.ts";
import type { ExportRow } from "./export-row.ts";

/** What is kept of an export: more would be no comparison that anybody reads. */
export const MAX_LINES = 100_000;
const MAX_DAYS = 400;
const MAX_NAME = 200;
/** What the database counts to. */
const MOST = 9n * 10n ** 18n;

/** What an export says, one line a day, billed thing, class, tier and label. */
export interface GatheredExport {
  lines: ExportLine[];
  /** Rows of the file with usage. */
  rows: number;
  /** Rows without, by why: "of another service than Bedrock" -> 312. */
  skipped: Map<string, number>;
  firstDay: string;
  lastDay: string;
  /** The file tells tokens, and what they cost. */
  tells: { tokens: boolean; costs: boolean };
}

/** Adds up the rows of an export while they are read. */
export class LineGatherer {
  readonly #format: ExportFormat;
  readonly #lines = new Map<string, ExportLine>();
  readonly #skipped = new Map<string, number>();
  #rows = 0;

  constructor(format: ExportFormat) {
    this.#format = format;
  }

  /** @throws SignalboxError invalid_input naming line and column; too_large */
  add(row: ExportRow): void {
    const read = this.#format.read(row);
    if ("skipped" in read) {
      this.#skipped.set(read.skipped, (this.#skipped.get(read.skipped) ?? 0) + 1);
      return;
    }
    this.#rows++;
    for (const line of read.lines) this.#addLine(row, line);
  }

  #addLine(row: ExportRow, given: ExportLine): void {
    const line = { ...given, billedAs: given.billedAs.slice(0, MAX_NAME), label: given.label.slice(0, MAX_NAME) };
    const [nul] = findNul([line.billedAs, line.label, line.tier]);
    if (nul) throw unreadable(row.place, nul.message);
    const key = [line.day, line.billedAs, line.tokenClass, line.tier, line.label].join("\n");
    const before = this.#lines.get(key);
    if (before) {
      before.tokens = plus(before.tokens, line.tokens);
      before.requests = plus(before.requests, line.requests);
      before.costNanoUsd = plus(before.costNanoUsd, line.costNanoUsd);
      before.listNanoUsd = plus(before.listNanoUsd, line.listNanoUsd);
      return;
    }
    if (this.#lines.size === MAX_LINES) {
      const most = MAX_LINES.toLocaleString("en-US");
      throw new SignalboxError(
        "too_large",
        `The export has more than ${most} days, models and keys: export fewer days.`,
      );
    }
    this.#lines.set(key, line);
  }

  /** @throws SignalboxError invalid_input when nothing was used, or over more than 400 days */
  result(): GatheredExport {
    const lines = [...this.#lines.values()].toSorted(inOrder);
    const firstDay = lines[0]?.day;
    const lastDay = lines.at(-1)?.day;
    if (firstDay === undefined || lastDay === undefined) {
      const why = [...this.#skipped].map(([reason, count]) => `${count} rows are ${reason}`).join(", ");
      throw new SignalboxError("invalid_input", `The export says of no usage: ${why || "it has no rows"}.`);
    }
    if (Date.parse(lastDay) - Date.parse(firstDay) > MAX_DAYS * 86_400_000) {
      throw new SignalboxError(
        "invalid_input",
        `The export goes from ${firstDay} to ${lastDay}: compare at most ${MAX_DAYS} days at once.`,
      );
    }
    const tells = {
      tokens: lines.some(({ tokens }) => tokens !== null),
      costs: lines.some(({ costNanoUsd }) => costNanoUsd !== null),
    };
    return { lines, rows: this.#rows, skipped: this.#skipped, firstDay, lastDay, tells };
  }
}

/** Unknown and known is known: the export tells it of a part, and the parts are apart by tier and label. */
function plus(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null || b === null) return a ?? b;
  const sum = a + b;
  if (sum > MOST || sum < -MOST)
    throw new SignalboxError("invalid_input", "The sums of the export are beyond counting.");
  return sum;
}

const ORDER: readonly (keyof ExportLine)[] = ["day", "billedAs", "tokenClass", "tier", "label"];

function inOrder(a: ExportLine, b: ExportLine): number {
  for (const key of ORDER) {
    const [left, right] = [String(a[key] ?? ""), String(b[key] ?? "")];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

/** What a provider's export is called where it was given as another's. */
export function otherProviderError(provider: Provider, other: ExportFormat): SignalboxError {
  return new SignalboxError(
    "invalid_input",
    `The columns are those of the ${other.name}: choose ${other.provider} instead of ${provider}.`,
    { details: [{ path: "provider", message: `This is the ${other.name}` }] },
  );
}
