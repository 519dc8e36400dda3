import type { Provider } from "#lib/contracts/configuration.ts";
import type { ExportFormatId, TokenClass } from "#lib/contracts/reconciliation.ts";
import type { ExportRow } from "./export-row.ts";

/** The tier that prices are published for. */
export const STANDARD = "standard";

/** What a provider says of one day, billed thing and token class. Null is what the export does not tell. */
export interface ExportLine {
  /** UTC: "2026-11-25". */
  day: string;
  /** As the provider writes it: a model, or what else it charges for. Empty: not broken down. */
  billedAs: string;
  /** Null: of no class of tokens. */
  tokenClass: TokenClass | null;
  tokens: bigint | null;
  requests: bigint | null;
  costNanoUsd: bigint | null;
  /** Before discounts, where the export tells it. */
  listNanoUsd: bigint | null;
  /** "standard", "batch", "flex", "priority" and whatever else the provider has. */
  tier: string;
  /** Project, workspace, key or account. */
  label: string;
}

/** A row says something of usage, or why it does not: "of another service". */
export type ReadRow = { lines: ExportLine[] } | { skipped: string };

/** One export of one provider, recognised by its columns. */
export interface ExportFormat {
  id: ExportFormatId;
  /** Null: of any. */
  provider: Provider | null;
  /** As a person would say it. */
  name: string;
  /** @param header the names of the columns, in lower case. */
  fits: (header: ReadonlySet<string>) => boolean;
  /** @throws SignalboxError invalid_input naming line and column. */
  read: (row: ExportRow) => ReadRow;
}
