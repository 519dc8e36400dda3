import { EventStreamCodec } from "@smithy/core/event-streams";

/** Interfaces the loopback provider speaks; each has a folder in test/fixtures/wire. */
export const INTERFACES = ["openai", "openai-responses", "anthropic", "bedrock"] as const;
export type Interface = (typeof INTERFACES)[number];

/** One event of a stream, as it stands in a fixture: Bedrock's have their type as their only key. */
export type WireEvent = Record<string, unknown>;

/** Bytes of one streamed event in the provider's own framing. */
export function frame(api: Interface, event: WireEvent): Buffer {
  switch (api) {
    case "openai":
      return Buffer.from(`data: ${JSON.stringify(event)}\n\n`);
    case "openai-responses":
    case "anthropic":
      return Buffer.from(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    case "bedrock":
      return awsFrame(event);
    default:
      return api satisfies never;
  }
}

/** What stands after the last event. */
export function streamEnd(api: Interface): Buffer {
  return Buffer.from(api === "openai" ? "data: [DONE]\n\n" : "");
}

export function streamContentType(api: Interface): string {
  return api === "bedrock" ? "application/vnd.amazon.eventstream" : "text/event-stream; charset=utf-8";
}

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("utf8")),
  (text) => Buffer.from(text, "utf8"),
);
const header = (value: string) => ({ type: "string", value }) as const;

function awsFrame(event: WireEvent): Buffer {
  const [[type, payload] = ["unknown", {}]] = Object.entries(event);
  const exception = type.endsWith("Exception");
  const bytes = codec.encode({
    headers: {
      [exception ? ":exception-type" : ":event-type"]: header(type),
      ":content-type": header("application/json"),
      ":message-type": header(exception ? "exception" : "event"),
    },
    body: Buffer.from(JSON.stringify(payload)),
  });
  return Buffer.from(bytes);
}

/** A refusal as each provider words it. */
export function refusal(api: Interface, status: number): { body: unknown; headers: Record<string, string> } {
  const message = `Loopback refuses with ${status}.`;
  switch (api) {
    case "openai":
    case "openai-responses":
      return { body: { error: { message, type: "loopback", param: null, code: null } }, headers: {} };
    case "anthropic":
      return { body: { type: "error", error: { type: "api_error", message } }, headers: {} };
    case "bedrock":
      return { body: { message }, headers: { "x-amzn-errortype": AWS_NAMES[status] ?? "InternalServerException" } };
    default:
      return api satisfies never;
  }
}

const AWS_NAMES: Record<number, string> = {
  400: "ValidationException",
  401: "UnrecognizedClientException",
  403: "AccessDeniedException",
  404: "ResourceNotFoundException",
  429: "ThrottlingException",
  503: "ServiceUnavailableException",
};
