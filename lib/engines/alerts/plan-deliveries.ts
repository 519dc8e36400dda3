import { ALERT_SEVERITIES, type AlertSeverity } from "#lib/contracts/alert.ts";
import type { WaitingDelivery } from "#lib/contracts/alert-channel.ts";

/** The newest message that something had begun, of a kind and subject. */
export interface ToldBefore {
  kind: string;
  subjectId: string;
  severity: AlertSeverity;
  atMs: number;
}

/** What nobody is told of until an end; null: whatever its kind, or its subject. */
export interface Silence {
  alertKind: string | null;
  subjectId: string | null;
  untilMs: number;
}

export interface DeliveryPlan {
  /** In this order; the folded ones are told with it. */
  send: { id: string; folded: string[] }[];
  hold: { id: string; untilMs: number; note: string }[];
  drop: { id: string; note: string }[];
}

export interface ChannelQueue {
  pending: readonly WaitingDelivery[];
  told: readonly ToldBefore[];
  silences: readonly Silence[];
  quietMs: number;
  /** The channel is told that something is over. */
  tellsResolved: boolean;
  nowMs: number;
}

const worse = (a: AlertSeverity, b: AlertSeverity) => ALERT_SEVERITIES.indexOf(a) - ALERT_SEVERITIES.indexOf(b);
const groupOf = ({ kind, subjectId }: { kind: string; subjectId: string }) => JSON.stringify([kind, subjectId]);

/**
 * What to do with the messages of one channel now. Alerts of a kind and subject are one group: of those that begin
 * together the worst is told and the others with it; after that the group is quiet for a while, unless it gets worse. An
 * alert that is over before it was told of is not told of at all, and that it is over is told only to who heard that it
 * had begun. What was tried once keeps its place: the receiver may have it already.
 */
export function planDeliveries({ pending, told, silences, quietMs, tellsResolved, nowMs }: ChannelQueue): DeliveryPlan {
  const plan: DeliveryPlan = { send: [], hold: [], drop: [] };
  const lastTold = new Map(told.map((before) => [groupOf(before), before]));
  for (const [group, members] of Map.groupBy(pending, groupOf)) {
    const fired = members.filter(({ event }) => event === "fired");
    const resolved = members.filter(({ event }) => event === "resolved");
    planFired(fired, lastTold.get(group) ?? null, { silences, quietMs, nowMs }, plan);
    planResolved(resolved, tellsResolved, nowMs, plan);
  }
  const place = new Map(pending.map(({ id }, index) => [id, index]));
  plan.send.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
  return plan;
}

type Terms = Pick<ChannelQueue, "silences" | "quietMs" | "nowMs">;

function planFired(fired: readonly WaitingDelivery[], told: ToldBefore | null, terms: Terms, plan: DeliveryPlan): void {
  const { nowMs, quietMs } = terms;
  const tried = fired.filter(({ attempts }) => attempts > 0);
  for (const { id, dueAtMs } of tried) if (dueAtMs <= nowMs) plan.send.push({ id, folded: [] });
  const fresh = fired.filter((one) => one.attempts === 0 && !silence(one, terms, plan));
  const quiet = quietUntil(tried, told, quietMs, nowMs);
  const speaks = (one: WaitingDelivery) => quiet === null || worse(one.severity, quiet.severity) > 0;
  const head = fresh.filter(speaks).reduce<WaitingDelivery | null>(louder, null);
  const folded: string[] = [];
  for (const one of fresh) {
    if (one === head) continue;
    if (!speaks(one) && one.over) plan.drop.push({ id: one.id, note: "It was over before its turn came." });
    else if (head) folded.push(one.id);
    else if (quiet)
      plan.hold.push({ id: one.id, untilMs: quiet.untilMs, note: "Waits: the same was told a moment ago." });
  }
  if (head) plan.send.push({ id: head.id, folded });
}

/** @returns whether nobody is to be told of it now; the plan says until when */
function silence(one: WaitingDelivery, { silences, nowMs }: Terms, plan: DeliveryPlan): boolean {
  const untilMs = silences
    .filter(
      ({ alertKind, subjectId }) =>
        (alertKind ?? one.kind) === one.kind && (subjectId ?? one.subjectId) === one.subjectId,
    )
    .reduce((latest, silenced) => Math.max(latest, silenced.untilMs), 0);
  if (untilMs <= nowMs) return false;
  if (one.over) plan.drop.push({ id: one.id, note: "It began and ended in silence." });
  else plan.hold.push({ id: one.id, untilMs, note: "Waits: somebody has silenced it." });
  return true;
}

function quietUntil(tried: readonly WaitingDelivery[], told: ToldBefore | null, quietMs: number, nowMs: number) {
  const spoken = [
    ...tried.map(({ severity, dueAtMs }) => ({ severity, untilMs: Math.max(dueAtMs, nowMs + 1) })),
    ...(told && told.atMs + quietMs > nowMs ? [{ severity: told.severity, untilMs: told.atMs + quietMs }] : []),
  ];
  return spoken.reduce<(typeof spoken)[number] | null>(
    (loudest, one) => (loudest === null || worse(one.severity, loudest.severity) > 0 ? one : loudest),
    null,
  );
}

/** The worst, of equals the newest. */
function louder(a: WaitingDelivery | null, b: WaitingDelivery): WaitingDelivery {
  if (a === null) return b;
  return (worse(b.severity, a.severity) || b.openedAtMs - a.openedAtMs) >= 0 ? b : a;
}

function planResolved(
  resolved: readonly WaitingDelivery[],
  isWanted: boolean,
  nowMs: number,
  plan: DeliveryPlan,
): void {
  if (!isWanted) {
    for (const { id } of resolved) plan.drop.push({ id, note: "This channel is not told of ends." });
    return;
  }
  const ready: WaitingDelivery[] = [];
  for (const one of resolved) {
    switch (one.fired?.state) {
      case "sent":
        if (one.attempts === 0) ready.push(one);
        else if (one.dueAtMs <= nowMs) plan.send.push({ id: one.id, folded: [] });
        break;
      case "waiting":
        // Sent in this very plan it is looked at again at once; else when its turn comes.
        if (one.fired.dueAtMs > nowMs) {
          plan.hold.push({
            id: one.id,
            untilMs: one.fired.dueAtMs,
            note: "Waits until it was told that it had begun.",
          });
        }
        break;
      default:
        plan.drop.push({ id: one.id, note: "Nobody was told that it had begun." });
    }
  }
  const head = ready.at(-1);
  if (head) plan.send.push({ id: head.id, folded: ready.slice(0, -1).map(({ id }) => id) });
}
