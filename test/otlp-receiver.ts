import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { z } from "zod";

const valueSchema = z.union([
  z.object({ stringValue: z.string() }).transform(({ stringValue }) => stringValue),
  z.object({ intValue: z.coerce.number() }).transform(({ intValue }) => intValue),
  z.object({ doubleValue: z.number() }).transform(({ doubleValue }) => doubleValue),
  z.object({ boolValue: z.boolean() }).transform(({ boolValue }) => boolValue),
  z
    .object({ arrayValue: z.object({ values: z.array(z.object({ stringValue: z.string() })) }) })
    .transform(({ arrayValue }) => arrayValue.values.map(({ stringValue }) => stringValue)),
]);
const attributesSchema = z
  .array(z.object({ key: z.string(), value: valueSchema }))
  .transform((list) => Object.fromEntries(list.map(({ key, value }) => [key, value])));
const resourceSchema = z.object({ attributes: attributesSchema });

const spanSchema = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  /** As OTLP counts them: 1 internal, 2 server, 3 client. */
  kind: z.int(),
  startTimeUnixNano: z.coerce.bigint(),
  endTimeUnixNano: z.coerce.bigint(),
  attributes: attributesSchema,
  status: z.object({ code: z.int().default(0), message: z.string().optional() }),
});
const tracesSchema = z.object({
  resourceSpans: z.array(
    z.object({ resource: resourceSchema, scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })) }),
  ),
});

const pointSchema = z.object({
  attributes: attributesSchema,
  count: z.coerce.number(),
  sum: z.number(),
  explicitBounds: z.array(z.number()),
});
const metricsSchema = z.object({
  resourceMetrics: z.array(
    z.object({
      scopeMetrics: z.array(
        z.object({
          metrics: z.array(
            z.object({
              name: z.string(),
              unit: z.string(),
              histogram: z.object({ dataPoints: z.array(pointSchema) }),
            }),
          ),
        }),
      ),
    }),
  ),
});

export type ReceivedSpan = z.infer<typeof spanSchema>;
interface ReceivedMetric {
  name: string;
  unit: string;
  points: z.infer<typeof pointSchema>[];
}

/** Takes OTLP over HTTP in its JSON form, as a collector does. */
export interface OtlpReceiver {
  url: string;
  spans: ReceivedSpan[];
  /** The newest of each name. */
  metrics: Map<string, ReceivedMetric>;
  resources: Record<string, unknown>[];
  headers: IncomingHttpHeaders[];
  /** Everything that came, as text. */
  raw: string[];
  /** From now on takes requests and never answers. */
  hang(): void;
  reset(): void;
  close(): Promise<void>;
}

export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  let hanging = false;
  const receiver: Pick<OtlpReceiver, "spans" | "metrics" | "resources" | "headers" | "raw"> = {
    ...{ spans: [], resources: [], headers: [], raw: [] },
    metrics: new Map(),
  };
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    if (hanging) return;
    const body = Buffer.concat(parts);
    const text = (request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString();
    receiver.raw.push(text);
    receiver.headers.push(request.headers);
    take(request.url ?? "", JSON.parse(text));
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });

  function take(path: string, body: unknown): void {
    if (path === "/v1/traces") {
      for (const { resource, scopeSpans } of tracesSchema.parse(body).resourceSpans) {
        receiver.resources.push(resource.attributes);
        receiver.spans.push(...scopeSpans.flatMap(({ spans }) => spans));
      }
    } else {
      for (const { scopeMetrics } of metricsSchema.parse(body).resourceMetrics) {
        for (const { name, unit, histogram } of scopeMetrics.flatMap(({ metrics }) => metrics)) {
          receiver.metrics.set(name, { name, unit, points: histogram.dataPoints });
        }
      }
    }
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    ...receiver,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hang: () => {
      hanging = true;
    },
    reset() {
      hanging = false;
      receiver.metrics.clear();
      for (const list of [receiver.spans, receiver.resources, receiver.headers, receiver.raw]) list.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
