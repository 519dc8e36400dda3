import type { ServiceContext } from "#lib/auth/context.ts";
import type { Verdict } from "#lib/contracts/health-check.ts";
import { pingDatabase, readDatabase } from "#lib/store/activity.ts";
import { db } from "#lib/store/client.ts";
import { readDeadRows } from "#lib/store/health-facts.ts";
import { type HealthCheck, overall, TWICE } from "../check-definition.ts";
import { bytesText } from "./bytes-text.ts";

const SLOW_MS = 250;
const STUCK_MS = 2_000;
const CONNECTIONS_LEFT = 0.1;
/** Rows that nobody cleans away make every read dearer. */
const MOST_DEAD = 1_000_000;

/** PostgreSQL answers soon, has connections left and keeps up with cleaning. */
export const databaseCheck: HealthCheck = {
  id: "database",
  damping: TWICE,
  forgetAfterMs: 0,
  run: checkDatabase,
};

async function checkDatabase(_ctx: ServiceContext): Promise<Verdict[]> {
  const startedAt = performance.now();
  await pingDatabase(db());
  const latencyMs = performance.now() - startedAt;
  const [{ version, sizeBytes, connections, maxConnections }, dead] = await Promise.all([
    readDatabase(db()),
    readDeadRows(db()),
  ]);
  const evidence = [
    { name: "PostgreSQL", value: version },
    { name: "round trip", value: `${latencyMs.toFixed(1)} ms` },
    { name: "connections", value: `${connections ?? "?"} of ${maxConnections ?? "?"}` },
    { name: "size", value: sizeBytes === null ? "unknown" : bytesText(sizeBytes) },
    ...(dead ? [{ name: "most dead rows", value: `${dead.rows.toLocaleString("en-US")} in ${dead.table}` }] : []),
  ];
  const verdict = (state: Verdict["state"], sentence: string) => [overall("Database", { state, sentence, evidence })];
  if (latencyMs > STUCK_MS)
    return verdict("failing", `The database takes ${latencyMs.toFixed(0)} ms for its shortest answer.`);
  if (connections !== null && maxConnections !== null && connections > maxConnections * (1 - CONNECTIONS_LEFT))
    return verdict("failing", `${connections} of ${maxConnections} connections of the database are in use.`);
  if (latencyMs > SLOW_MS)
    return verdict("degraded", `The database takes ${latencyMs.toFixed(0)} ms for its shortest answer.`);
  if (dead && dead.rows > MOST_DEAD)
    return verdict(
      "degraded",
      `${dead.table} has ${dead.rows.toLocaleString("en-US")} dead rows: autovacuum does not keep up.`,
    );
  return verdict("ok", `The database answers within ${Math.max(1, latencyMs).toFixed(0)} ms.`);
}
