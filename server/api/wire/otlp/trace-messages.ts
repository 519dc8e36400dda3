import protobuf from "protobufjs/light.js";

/**
 * The messages of OTLP's traces, as far as they are read here: opentelemetry/proto/{collector/trace,trace,common,resource}/v1
 * and google/rpc/status.proto, field numbers as published. What is not named is skipped by the decoder.
 */
const root = protobuf.Root.fromJSON({
  nested: {
    Request: { fields: { resourceSpans: { rule: "repeated", type: "ResourceSpans", id: 1 } } },
    ResourceSpans: { fields: { scopeSpans: { rule: "repeated", type: "ScopeSpans", id: 2 } } },
    ScopeSpans: { fields: { spans: { rule: "repeated", type: "Span", id: 2 } } },
    Span: {
      fields: {
        traceId: { type: "bytes", id: 1 },
        spanId: { type: "bytes", id: 2 },
        parentSpanId: { type: "bytes", id: 4 },
        startTimeUnixNano: { type: "fixed64", id: 7 },
        endTimeUnixNano: { type: "fixed64", id: 8 },
        attributes: { rule: "repeated", type: "KeyValue", id: 9 },
        links: { rule: "repeated", type: "Link", id: 13 },
        status: { type: "SpanStatus", id: 15 },
      },
    },
    Link: { fields: { traceId: { type: "bytes", id: 1 }, spanId: { type: "bytes", id: 2 } } },
    SpanStatus: { fields: { code: { type: "int32", id: 3 } } },
    KeyValue: { fields: { key: { type: "string", id: 1 }, value: { type: "AnyValue", id: 2 } } },
    AnyValue: {
      oneofs: { value: { oneof: ["stringValue", "boolValue", "intValue", "doubleValue", "arrayValue"] } },
      fields: {
        stringValue: { type: "string", id: 1 },
        boolValue: { type: "bool", id: 2 },
        intValue: { type: "int64", id: 3 },
        doubleValue: { type: "double", id: 4 },
        arrayValue: { type: "ArrayValue", id: 5 },
      },
    },
    ArrayValue: { fields: { values: { rule: "repeated", type: "AnyValue", id: 1 } } },
    Answer: { fields: { partialSuccess: { type: "PartialSuccess", id: 1 } } },
    PartialSuccess: {
      fields: { rejectedSpans: { type: "int64", id: 1 }, errorMessage: { type: "string", id: 2 } },
    },
    Status: { fields: { code: { type: "int32", id: 1 }, message: { type: "string", id: 2 } } },
  },
});
const [request, answer, status] = [root.lookupType("Request"), root.lookupType("Answer"), root.lookupType("Status")];

/** A request as OTLP's JSON has it. @throws Error for bytes that are no such message */
export function decodeTraces(bytes: Uint8Array): unknown {
  // Ids are written in hexadecimal in JSON, where protobuf's own mapping has base 64.
  return request.toObject(request.decode(bytes), { longs: String, bytes: Array });
}

export const encodeAnswer = (fields: object): Uint8Array => answer.encode(answer.fromObject(fields)).finish();

/** How a refusal is written where the request was protobuf. */
export const encodeStatus = (fields: object): Uint8Array => status.encode(status.fromObject(fields)).finish();
