import { z } from "zod";

/** From best to worst. */
export const HEALTH_STATES = ["ok", "degraded", "failing"] as const;
export type HealthState = (typeof HEALTH_STATES)[number];

/** A figure that a check went by, ready to be read: "free", "1.2 GB of 40 GB". */
export interface Evidence {
  name: string;
  value: string;
}

/** What a run of a check has found of one thing. */
export interface Verdict {
  /** Empty: of all that there is. */
  subject: string;
  /** What people call it. */
  label: string;
  state: HealthState;
  sentence: string;
  evidence: Evidence[];
  /** Page of the thing. */
  href: string | null;
}

/** A check of one thing as the page shows it. */
export interface CheckedThing extends Verdict {
  since: string;
  ranAt: string;
  /** It changes so often that good runs are believed late. */
  flapping: boolean;
  silence: { until: string; by: string; reason: string } | null;
}

/** A check with what it has found, worst first. */
export interface CheckView {
  id: string;
  title: string;
  /** What it looks at, in a sentence. */
  about: string;
  everyMs: number;
  state: HealthState | null;
  ranAt: string | null;
  durationMs: number | null;
  /** Why the last run found out nothing. */
  error: string | null;
  things: CheckedThing[];
}

/** Something that is not well, as it is told of outside the page of health. */
export interface WrongThing extends Pick<Verdict, "subject" | "label" | "state" | "sentence" | "href"> {
  checkId: string;
  since: string;
  acknowledgedBy: string | null;
}

/** The worst that checks have found, in a sentence. */
export interface HealthSummary {
  state: HealthState;
  sentence: string;
}

export const INCIDENT_EVENTS = [
  "opened",
  "worsened",
  "eased",
  "acknowledged",
  "silenced",
  "accepted",
  "revoked",
  "resolved",
] as const;
export type IncidentEventKind = (typeof INCIDENT_EVENTS)[number];

/** From the first state that is not ok until ok again. */
export interface IncidentView {
  id: string;
  checkId: string;
  checkTitle: string;
  subject: string;
  label: string;
  worst: HealthState;
  sentence: string;
  openedAt: string;
  closedAt: string | null;
  acknowledged: { at: string; by: string; note: string } | null;
  events: { at: string; kind: IncidentEventKind; by: string | null; text: string }[];
  /** What somebody has called the new normal; null: nobody has, or it was taken back. */
  normal: { id: string; by: string; reason: string } | null;
}

/** Body of calling what a regression has come to the new normal. */
export const acceptNormalSchema = z.strictObject({
  incidentId: z.string().max(64),
  reason: z.string().trim().min(3, "Say why").max(500),
});

export const revokeNormalSchema = z.strictObject({
  id: z.string().max(64),
  reason: z.string().trim().min(3, "Say why").max(500),
});

export const acknowledgeIncidentSchema = z.strictObject({
  id: z.string().max(64),
  note: z.string().trim().max(500).default(""),
});

/** Body of keeping the alerts of a check's subject to oneself until an end. */
export const silenceCheckSchema = z.strictObject({
  checkId: z.string().max(64),
  subject: z.string().max(300),
  hours: z.coerce
    .number("Write a number of hours")
    .min(0, "0 ends it")
    .max(24 * 30, "30 days at most"),
  reason: z.string().trim().max(500).default(""),
});

/** Hour by hour, as the chart of a regression draws it: of a day, by what is usual and by what came. */
export interface RegressionView {
  kind: "agent" | "configuration" | "version";
  subject: string;
  label: string;
  /** `low` and `high` are the 95% Wilson interval of the rate. `usual` is null of days before there was enough to know it. */
  days: { startAt: string; n: number; rate: number; low: number; high: number; usual: number | null }[];
  /** Null while nothing is worse than usual. */
  change: {
    quantity: "success" | "duration";
    at: string;
    from: string;
    to: string;
    size: number;
    sizeLow: number;
    sizeHigh: number;
    n: number;
    sentence: string;
  } | null;
}
