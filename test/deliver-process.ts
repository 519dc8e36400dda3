import { once } from "node:events";
import { systemClock } from "#lib/core/clock.ts";
import { deliverAlerts } from "#lib/services/alerts/deliver-alerts.ts";
import { closeStore, db } from "#lib/store/client.ts";

// A process that says when it is ready, sends what waits once it is told to, and ends.
await db().$queryRaw`select 1`;
process.stdout.write("ready\n");
process.stdin.resume();
await once(process.stdin, "end");
const actor = { kind: "system", id: "jobs", name: "Signalbox" } as const;
await deliverAlerts({ ctx: { actor, requestId: "req_test", clock: systemClock } });
await closeStore();
