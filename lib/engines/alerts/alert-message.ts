import { type AlertView, alertPath } from "#lib/contracts/alert.ts";
import type { DeliveryEvent } from "#lib/contracts/alert-channel.ts";

/** What one message tells, before it takes the form of its channel. */
export interface AlertMessage {
  /** The same with every attempt: who gets it twice knows it by that. */
  id: string;
  event: DeliveryEvent;
  alert: AlertView;
  /** Alerts of the same kind and subject that are told with this one. */
  covered: readonly { id: string; message: string }[];
  /** Address that people open the product at. */
  publicUrl: string;
}

/** "Danger", "Resolved", "Test". */
export function stateWord({ event, alert }: AlertMessage): string {
  switch (event) {
    case "fired":
      return alert.severity === "danger" ? "Danger" : "Caution";
    case "resolved":
      return "Resolved";
    case "test":
      return "Test";
    default:
      return event satisfies never;
  }
}

/** What happened, and when it is over why: sentences without markup. */
export function messageLines({ event, alert, covered }: AlertMessage): string[] {
  const more = covered.map(({ message }) => message);
  return event === "resolved"
    ? [`${alert.resolution ?? "It is over."} It had begun with: ${alert.message}`, ...more]
    : [alert.message, ...more];
}

/** Full address of the page of what it is about. */
export function alertUrl({ alert, publicUrl }: Pick<AlertMessage, "alert" | "publicUrl">): string {
  return new URL(alertPath(alert), publicUrl).href;
}

/** What a test tells: the form of an alert, about nothing. */
export function testMessage(test: {
  id: string;
  channel: { id: string; name: string };
  by: string;
  publicUrl: string;
  nowMs: number;
}): AlertMessage {
  const { id, channel, by, publicUrl, nowMs } = test;
  const alert: AlertView = {
    id: `${id}-test`,
    kind: "test",
    severity: "caution",
    subjectKind: "channel",
    subjectId: channel.id,
    windowStart: null,
    dedupeKey: `test ${id}`,
    message: `${by} tests the channel "${channel.name}". Nothing has happened.`,
    detail: {},
    openedAt: new Date(nowMs).toISOString(),
    resolvedAt: null,
    resolution: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
  };
  return { id, event: "test", alert, covered: [], publicUrl };
}
