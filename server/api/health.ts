import type { Env, Hono } from "hono";
import { allMetrics } from "#lib/runtime/all-metrics.ts";
import { staleForMs } from "#lib/runtime/listener.ts";
import { pool } from "#lib/store/client.ts";

const DATABASE_TIMEOUT_MS = 2_000;

/** Health for load balancers and Prometheus; open, for it names nothing but states and counts. */
export function mountHealth<E extends Env>(app: Hono<E>): void {
  app.get("/api/health/live", (c) => c.json({ status: "ok" }));
  app.get("/api/health/ready", async (c) => {
    const database = await databaseAnswers();
    const stale = staleForMs();
    const ready = database && stale !== null;
    const body = { status: ready ? "ok" : "unavailable", database: database ? "ok" : "away", snapshot_age_ms: stale };
    return c.json(body, ready ? 200 : 503);
  });
  app.get("/api/metrics", async () => {
    const { text, contentType } = await allMetrics();
    return new Response(text, { headers: { "Content-Type": contentType } });
  });
}

async function databaseAnswers(): Promise<boolean> {
  const timeout = new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), DATABASE_TIMEOUT_MS).unref();
  });
  const answer = pool()
    .query("select 1")
    .then(() => true)
    .catch(() => false);
  return Promise.race([answer, timeout]);
}
