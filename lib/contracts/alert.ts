import { z } from "zod";
import type { Page } from "./page.ts";

/** What an alert may be about. A sender of alerts adds its own here. */
export const ALERT_KINDS = [
  /** Spending of a window has reached a soft threshold. */
  "budget_threshold",
  /** A blocking budget has refused a request. */
  "budget_blocking",
  /** What calls took above their holds has grown beyond what a budget can bear unnoticed. */
  "budget_overshoot",
  /** An hour has cost more, or less, than was to be expected of it. */
  "spend_anomaly",
  /** A check of the product's health is not ok. */
  "health",
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** What somebody reads where kinds are chosen or listed. */
const ALERT_KIND_WORDS: Record<AlertKind, string> = {
  budget_threshold: "A budget reaches a threshold",
  budget_blocking: "A budget refuses requests",
  budget_overshoot: "Costs are above what a budget held",
  spend_anomaly: "Spending is out of the ordinary",
  health: "A check of health is not ok",
};

/** "A budget reaches a threshold"; a kind that this version does not know by its name. */
export function alertKindWords(kind: string): string {
  return Object.hasOwn(ALERT_KIND_WORDS, kind) ? ALERT_KIND_WORDS[kind as AlertKind] : kind.replaceAll("_", " ");
}

export const ALERT_SEVERITIES = ["caution", "danger"] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];

/** An alert to be opened. */
export interface NewAlert {
  kind: AlertKind;
  severity: AlertSeverity;
  /** What it is about; pages link to it. */
  subject:
    | { kind: "budget"; id: string }
    /** A budget's scope by its id, "fleet:name", or "all". */
    | { kind: "spend"; id: string }
    /** A check and what it looks at: "disk", "agents/agt_…". */
    | { kind: "health"; id: string };
  /** Start of the window it is about; null where there is none. */
  windowStartMs: number | null;
  /**
   * The same key is the same alert, however many processes see it. A key that was ever used is not opened again, so that
   * what may happen anew must bring a new key: the window, and the amount that was reached.
   */
  dedupeKey: string;
  /** A sentence that says what happened, of what and how much. */
  message: string;
  /** Figures for whoever formats it anew; money as decimal text of nano-dollars. */
  detail: Readonly<Record<string, string | number | null>>;
}

/** An alert as it is kept. */
export interface AlertView {
  id: string;
  kind: string;
  severity: AlertSeverity;
  subjectKind: string;
  subjectId: string;
  windowStart: string | null;
  dedupeKey: string;
  message: string;
  detail: NewAlert["detail"];
  openedAt: string;
  /** Null while it is open. */
  resolvedAt: string | null;
  /** Why it is over. */
  resolution: string | null;
  /** Who looks after it; null: nobody said so. */
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
}

/** The page of what an alert is about, from the root of the product. */
export function alertPath({ subjectKind, subjectId }: Pick<AlertView, "subjectKind" | "subjectId">): string {
  if (subjectKind === "health") return "/health";
  if (subjectKind === "budget" || subjectId.startsWith("bud_")) return `/budgets/${encodeURIComponent(subjectId)}`;
  if (subjectKind !== "spend") return "/alerts";
  const fleet = subjectId.startsWith("fleet:") ? `?fleet=${encodeURIComponent(subjectId.slice("fleet:".length))}` : "";
  return `/budgets/costs${fleet}`;
}

export const acknowledgeAlertSchema = z.strictObject({ id: z.string().max(64) });

/** Body of keeping alerts of a subject, a kind or both to oneself until an end. */
export const silenceAlertsSchema = z
  .strictObject({
    alertKind: z.string().min(1).max(64).nullable(),
    subjectId: z.string().min(1).max(120).nullable(),
    hours: z.coerce
      .number("Write a number of hours")
      .positive("More than nothing")
      .max(24 * 90, "90 days at most"),
    reason: z.string().trim().min(3, "Say why").max(500),
  })
  .refine(({ alertKind, subjectId }) => alertKind !== null || subjectId !== null, {
    path: ["subjectId"],
    message: "Say which alerts: of what, or of which kind",
  });

export const endSilenceSchema = z.strictObject({ id: z.string().max(64) });

export interface SilenceView {
  id: string;
  alertKind: string | null;
  subjectId: string | null;
  reason: string;
  createdBy: string;
  createdAt: string;
  until: string;
}

/** `/alerts`. */
export interface AlertInbox {
  /** Newest first. */
  open: AlertView[];
  past: Page<AlertView>;
  silences: SilenceView[];
}
