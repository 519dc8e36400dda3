import { z } from "zod";
import { pool } from "./client.ts";

export const ENDPOINT_CHANNEL = "signalbox_endpoints";

/** What a process found out about an endpoint that changes who may call it. Times are spans: clocks differ. */
export const endpointNewsSchema = z.strictObject({
  from: z.string(),
  endpoint: z.string(),
  /** Null: closed. */
  openForMs: z.number().min(0).nullable(),
  openings: z.int().min(0),
  throttledForMs: z.number().min(0),
  lastFailure: z.string().nullable(),
});
export type EndpointNews = z.infer<typeof endpointNewsSchema>;

/** Tells every process that listens. */
export async function tellEndpointNews(news: EndpointNews): Promise<void> {
  await pool().query("select pg_notify($1, $2)", [ENDPOINT_CHANNEL, JSON.stringify(news)]);
}
