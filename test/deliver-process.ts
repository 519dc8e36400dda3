import { systemClock } from "#lib/core/clock.ts";
import { deliverAlerts } from "#lib/services/alerts/deliver-alerts.ts";
import { closeStore } from "#lib/store/client.ts";

// A process that sends what waits, once, and ends.
const actor = { kind: "system", id: "jobs", name: "Signalbox" } as const;
await deliverAlerts({ ctx: { actor, requestId: "req_test", clock: systemClock } });
await closeStore();
