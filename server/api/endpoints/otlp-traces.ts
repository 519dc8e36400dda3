import { z } from "zod";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { parseJson } from "#lib/core/parse-json.ts";
import { recordSpans } from "#lib/services/interactions/record-spans.ts";
import { type Endpoint, Reply } from "#lib/transport/api.ts";
import type { RawBody } from "#lib/transport/read-bytes.ts";
import { toOtlpStatus } from "../wire/otlp/error.ts";
import { toSpans, tracesSchema } from "../wire/otlp/to-spans.ts";
import { decodeTraces, encodeAnswer, encodeStatus } from "../wire/otlp/trace-messages.ts";
import { ownFleet } from "./own-fleet.ts";

const PROTOBUF = "application/x-protobuf";
/** Unpacked. */
const MOST_BYTES = 16 * 1024 * 1024;

export const otlpEndpoints: Endpoint[] = [
  {
    method: "post",
    path: "/otlp/v1/traces",
    summary:
      "OpenTelemetry spans of agents, models and tools by OTLP over HTTP, as JSON or protobuf, plain or gzip: hand-offs, and usage of calls that did not go through Signalbox",
    scope: "outcome:write",
    rawBody: { mostBytes: MOST_BYTES, contentTypes: [PROTOBUF, "application/json"] },
    answer: z.object({
      partialSuccess: z.object({ rejectedSpans: z.string(), errorMessage: z.string() }).optional(),
    }),
    answerMs: 20_000,
    errorFormat: toOtlpStatus,
    encodeError: (contentType, error) =>
      isProtobuf(contentType) ? { body: encodeStatus(error), contentType: PROTOBUF } : null,
    handle: async ({ ctx, raw }) => {
      const spans = toSpans(parseInput(tracesSchema, read(raw), "resourceSpans"));
      const { rejected, sentence } = await recordSpans({ ctx, input: { fleetName: ownFleet(ctx), spans } });
      // Absent where there is nothing to say: a client warns of it otherwise.
      const partialSuccess = sentence && { rejectedSpans: String(rejected), errorMessage: sentence };
      const answer = partialSuccess ? { partialSuccess } : {};
      return isProtobuf(raw.contentType)
        ? new Reply(encodeAnswer(answer), { "Content-Type": PROTOBUF })
        : new Reply(JSON.stringify(answer), {});
    },
  },
];

const isProtobuf = (contentType: string) => contentType === PROTOBUF;

/** @throws SignalboxError invalid_input for bytes that are no such message */
function read({ bytes, contentType }: RawBody): unknown {
  try {
    return isProtobuf(contentType) ? decodeTraces(bytes) : parseJson(Buffer.from(bytes).toString());
  } catch {
    throw new SignalboxError("invalid_input", `The body is no ExportTraceServiceRequest as ${contentType}.`);
  }
}
