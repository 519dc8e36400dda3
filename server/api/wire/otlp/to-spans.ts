import { z } from "zod";
import type { ReceivedSpan, UnreadableSpan } from "#lib/contracts/span.ts";

const hexId = (bytes: number) =>
  z
    .union([z.string(), z.array(z.int().min(0).max(255))])
    .transform((id) => (typeof id === "string" ? id.toLowerCase() : Buffer.from(id).toString("hex")))
    .refine((id) => id === "" || (id.length === 2 * bytes && /^[0-9a-f]*[1-9a-f][0-9a-f]*$/.test(id)), {
      message: `is not ${bytes} bytes that are not all zero, in hexadecimal`,
    });
const present = (id: string) => id !== "";

/** A double holds it to a few hundred nanoseconds, which are nothing here. */
const nanoSchema = z
  // Beyond what a double holds exactly: a few hundred nanoseconds off are nothing here.
  .union([z.string().regex(/^\d{1,20}$/), z.number().min(0)])
  .transform((nano) => Math.round(Number(nano) / 1e6))
  .refine((ms) => ms > 0 && ms < 8.64e15, { message: "is no time" });

const scalarSchema = z.looseObject({
  stringValue: z.string().optional(),
  boolValue: z.boolean().optional(),
  intValue: z.union([z.string().regex(/^-?\d{1,19}$/), z.number()]).optional(),
  doubleValue: z.number().optional(),
});
const valueSchema = scalarSchema.extend({
  arrayValue: z.looseObject({ values: z.array(scalarSchema).default([]) }).optional(),
});

const spanSchema = z.looseObject({
  traceId: hexId(16).refine(present, { message: "is missing" }),
  spanId: hexId(8).refine(present, { message: "is missing" }),
  parentSpanId: hexId(8).default(""),
  startTimeUnixNano: nanoSchema,
  endTimeUnixNano: nanoSchema,
  attributes: z.array(z.looseObject({ key: z.string(), value: valueSchema.optional() })).default([]),
  links: z.array(z.looseObject({ traceId: hexId(16), spanId: hexId(8) })).default([]),
  status: z.looseObject({ code: z.union([z.int(), z.string()]).default(0) }).default({ code: 0 }),
});

/** The body, each span of which is read by itself. */
export const tracesSchema = z.looseObject({
  resourceSpans: z
    .array(
      z.looseObject({
        scopeSpans: z.array(z.looseObject({ spans: z.array(z.unknown()).default([]) })).default([]),
      }),
    )
    .default([]),
});

const ERROR = 2;

/** The spans of a request, in its order. */
export function toSpans({ resourceSpans }: z.output<typeof tracesSchema>): (ReceivedSpan | UnreadableSpan)[] {
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans.map(toSpan)));
}

function toSpan(raw: unknown): ReceivedSpan | UnreadableSpan {
  const parsed = spanSchema.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { problem: `${issue?.path.join(".") || "span"}: ${issue?.message ?? "cannot be read"}` };
  }
  const { traceId, spanId, parentSpanId, startTimeUnixNano, endTimeUnixNano, attributes, links, status } = parsed.data;
  const link = links.find((one) => one.traceId !== "" && one.spanId !== "");
  return {
    ...{ traceId, spanId, parentSpanId: parentSpanId || null },
    link: link ? { traceId: link.traceId, spanId: link.spanId } : null,
    startMs: startTimeUnixNano,
    endMs: Math.max(startTimeUnixNano, endTimeUnixNano),
    attributes: new Map(attributes.flatMap(({ key, value }) => toAttribute(key, value))),
    failed: status.code === ERROR || status.code === "STATUS_CODE_ERROR",
  };
}

/** Of a list its first: headers are lists, and the names read here have one value. */
function toAttribute(
  key: string,
  value: z.output<typeof valueSchema> | undefined,
): [string, string | number | boolean][] {
  const one = value?.arrayValue ? value.arrayValue.values[0] : value;
  if (!one) return [];
  const { stringValue, boolValue, intValue, doubleValue } = one;
  const said = stringValue ?? boolValue ?? doubleValue ?? (intValue === undefined ? undefined : Number(intValue));
  return said === undefined ? [] : [[key, said]];
}
