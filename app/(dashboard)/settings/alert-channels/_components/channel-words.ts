import { alertKindWords } from "#lib/contracts/alert.ts";
import type { ChannelView, DeliveryState, DeliveryView, MailSecurity } from "#lib/contracts/alert-channel.ts";
import type { LampState } from "#lib/contracts/overview.ts";

/** What an alert may be about. */
export interface Subject {
  id: string;
  name: string;
}

export const SECURITY_WORDS: Record<MailSecurity, string> = {
  starttls: "STARTTLS, demanded (port 587)",
  tls: "TLS from the beginning (port 465)",
  plain: "None: inside the own network alone",
};

export function channelLamp({ enabled, failuresInARow }: ChannelView): { state: LampState; word: string } {
  if (!enabled) return { state: "off", word: "Off" };
  if (failuresInARow === 0) return { state: "on", word: "On" };
  return { state: failuresInARow < 3 ? "caution" : "danger", word: "Failing" };
}

/** "Danger alone; a budget refuses requests; about 2 things; not told of ends". */
export function takesWords({ minSeverity, alertKinds, subjectIds, tellsResolved }: ChannelView): string {
  const parts = [minSeverity === "danger" ? "danger alone" : "every severity"];
  if (alertKinds.length > 0) parts.push(alertKinds.map(alertKindWords).join(", "));
  if (subjectIds.length > 0) parts.push(`about ${subjectIds.length} alone`);
  if (!tellsResolved) parts.push("not told of ends");
  return parts.join("; ");
}

const STATES: Record<DeliveryState, { state: LampState; word: string }> = {
  waiting: { state: "caution", word: "Waits" },
  sent: { state: "on", word: "Sent" },
  folded: { state: "on", word: "Told with another" },
  dropped: { state: "off", word: "Not sent" },
  given_up: { state: "danger", word: "Given up" },
};

export function deliveryLamp({ state, event }: DeliveryView): { state: LampState; word: string } {
  return state === "given_up" && event === "test" ? { state: "danger", word: "Failed" } : STATES[state];
}

export const EVENT_WORDS: Record<DeliveryView["event"], string> = {
  fired: "Begun",
  resolved: "Over",
  test: "Test",
};
