import type { Provider } from "./configuration.ts";
import type { ColumnMapping, TokenClass } from "./reconciliation.ts";

/** Why a bill and what Signalbox knows differ, in the order in which they are told. */
export const GAP_CAUSES = [
  "elsewhere",
  "unbilled",
  "price",
  "unpriced",
  "estimated",
  "tier",
  "edge",
  "unmatched",
  "other_charge",
  "unexplained",
] as const;
export type GapCause = (typeof GAP_CAUSES)[number];

export const GAP_CAUSE_WORDS: Record<GapCause, { name: string; means: string }> = {
  elsewhere: {
    name: "Not through Signalbox",
    means: "The provider counts tokens that no call through Signalbox and no report of an agent has.",
  },
  unbilled: {
    name: "Not on the bill",
    means:
      "Signalbox knows tokens that the provider does not count: another account, or a day that is not complete yet.",
  },
  price: { name: "Price differs", means: "The same tokens cost something else than Signalbox's price for them." },
  unpriced: { name: "Unpriced here", means: "Signalbox saw the tokens and has no price for them." },
  estimated: {
    name: "Broken streams",
    means: "Their tokens were counted from what arrived before they broke; the provider counted all.",
  },
  tier: {
    name: "Batch, free or discounted",
    means: "Billed in another tier than the standard one, or with a discount.",
  },
  edge: {
    name: "Near midnight",
    means: "Calls within an hour of midnight UTC that the provider counts on the other day.",
  },
  unmatched: { name: "Unknown model", means: "Billed under a name that is no model Signalbox knows." },
  other_charge: { name: "No tokens", means: "Charges that are not for tokens: searches, storage, tax, credits." },
  unexplained: { name: "Unexplained", means: "What is left, rounding included." },
};

/** Amounts are decimal text of nano-dollars; tokens are counts. */
export interface CauseView {
  cause: GapCause;
  nanoUsd: string;
}

export interface UploadView {
  id: string;
  provider: Provider;
  account: string;
  /** "Claude console cost export" */
  format: string;
  fileName: string;
  sha256: string;
  fileRows: number;
  firstDay: string;
  lastDay: string;
  tellsTokens: boolean;
  tellsCosts: boolean;
  billedNanoUsd: string | null;
  createdAt: string;
  authorName: string;
  /** Days of it that no newer upload of the account replaces. */
  countingDays: number;
  days: number;
}

/** One model and class of tokens over the range. Null: the exports do not tell. */
export interface ReconciledRow {
  model: string;
  /** As the provider and as Signalbox's callers name it. */
  billedAs: string[];
  calledAs: string[];
  tokenClass: TokenClass | null;
  matched: boolean;
  billedTokens: number | null;
  seenTokens: number;
  reportedTokens: number;
  /** Of what was seen and reported: nobody here knows what they cost. */
  unpricedTokens: number;
  billedNanoUsd: string | null;
  /** The export tells no amount: it is its tokens at our price. */
  atOurPrice: boolean;
  seenNanoUsd: string;
  reportedNanoUsd: string;
  gapNanoUsd: string | null;
  /** Nano-dollars per million tokens: what the bill comes to, and our price at the end of the range. */
  impliedNanoUsdPerMtok: string | null;
  ourNanoUsdPerMtok: string | null;
  causes: CauseView[];
  agrees: boolean;
  /** A price of one's own may be missing or wrong: the model to set it for. */
  setPriceOf: string | null;
}

export interface ReconciledDay {
  day: string;
  /** Null: no export covers it. */
  billedNanoUsd: string | null;
  seenNanoUsd: string;
  reportedNanoUsd: string;
  gapNanoUsd: string | null;
}

export interface ReconciledTotals {
  billedNanoUsd: string;
  atOurPriceNanoUsd: string;
  seenNanoUsd: string;
  reportedNanoUsd: string;
  gapNanoUsd: string;
  billedTokens: number | null;
  seenTokens: number;
  reportedTokens: number;
  causes: CauseView[];
}

/** What a project, workspace, key or account was billed, as the export names it. */
export interface LabelRow {
  label: string;
  tokens: number | null;
  costNanoUsd: string | null;
}

/** A day of one model and class: a line of the CSV. */
export interface ReconciledCell {
  day: string;
  model: string;
  tokenClass: TokenClass | null;
  billedTokens: number | null;
  seenTokens: number;
  reportedTokens: number;
  billedNanoUsd: string | null;
  atOurPrice: boolean;
  seenNanoUsd: string;
  reportedNanoUsd: string;
  gapNanoUsd: string | null;
  causes: CauseView[];
  agrees: boolean;
}

export interface ComparisonView {
  provider: Provider;
  from: string;
  to: string;
  headline: string;
  totals: ReconciledTotals;
  days: ReconciledDay[];
  /** Models and what else is billed, the largest gap first. */
  rows: ReconciledRow[];
  labels: LabelRow[];
  /** What a reader must know of the figures. */
  notes: string[];
  cells: ReconciledCell[];
}

export interface ReconciliationView {
  uploads: UploadView[];
  /** Null: nothing was uploaded for the provider, or for any. */
  comparison: ComparisonView | null;
  /** How the columns were last named, to be offered again. */
  mappings: Partial<Record<Provider, ColumnMapping>>;
}

/** What an export says before it is kept. */
export interface ExportPreview {
  /** False: somebody must say which column is what. */
  known: boolean;
  header: string[];
  sample: string[][];
  /** Names of a mapping that the file has no columns of. */
  missing: string[];
  found: {
    format: string;
    fileRows: number;
    firstDay: string;
    lastDay: string;
    tellsTokens: boolean;
    tellsCosts: boolean;
    tokens: number | null;
    billedNanoUsd: string | null;
    models: { billedAs: string; tokens: number | null; costNanoUsd: string | null }[];
    findings: string[];
    /** The same file is there already. */
    sameAs: { createdAt: string; authorName: string } | null;
  } | null;
}
