import { z } from "zod";
import { routeAnswerSchema } from "#lib/contracts/decision.ts";
import type { Endpoint } from "#lib/transport/api.ts";
import { toAnthropicError } from "./wire/anthropic/error.ts";
import { toOpenaiError } from "./wire/openai/error.ts";
import { toOtlpStatus } from "./wire/otlp/error.ts";

const ERRORS: Record<string, string> = {
  "400": "The input is not valid; details name the fields",
  "401": "No key, or a wrong or revoked one",
  "403": "The key or the session does not include the scope",
  "404": "No such thing for this key",
  "409": "Something else happened first",
  "422": "The Idempotency-Key was used for another request",
  "429": "Too many calls; see Retry-After",
  "503": "Not available now; see Retry-After",
};

const text = { type: "string" };

/** Errors of the endpoints that speak another API's language. */
const OPENAI_ERROR_SCHEMA = {
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["message", "type", "param", "code", "request_id"],
      properties: { message: text, type: text, param: { type: ["string", "null"] }, code: text, request_id: text },
    },
  },
};
const ANTHROPIC_ERROR_SCHEMA = {
  type: "object",
  required: ["type", "error", "request_id"],
  properties: {
    type: { const: "error" },
    error: { type: "object", required: ["type", "message"], properties: { type: text, message: text, code: text } },
    request_id: text,
  },
};

const ERROR_SCHEMA = {
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["code", "message", "details", "request_id"],
      properties: {
        code: { type: "string" },
        message: { type: "string" },
        details: {
          type: "array",
          items: { type: "object", properties: { path: { type: "string" }, message: { type: "string" } } },
        },
        request_id: { type: "string" },
      },
    },
  },
};

/** The OpenAPI 3.1 document of the endpoints, from the schemas that parse their bodies. */
export function openApiDocument(endpoints: readonly Endpoint[]) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) {
    const path = `/api/v1${endpoint.path}`;
    paths[path] = { ...paths[path], [endpoint.method]: operation(endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Signalbox machine API",
      version: "1",
      description: "Which agent takes a task, with which configuration, at what expected cost, and why.",
    },
    paths,
    components: {
      securitySchemes: {
        agentKey: { type: "http", scheme: "bearer" },
        agentKeyHeader: { type: "apiKey", in: "header", name: "x-api-key" },
        session: { type: "apiKey", in: "cookie", name: "signalbox.session_token" },
      },
      schemas: {
        Error: ERROR_SCHEMA,
        OpenaiError: OPENAI_ERROR_SCHEMA,
        AnthropicError: ANTHROPIC_ERROR_SCHEMA,
        RpcStatus: { type: "object", properties: { code: { type: "integer" }, message: text } },
        RouteAnswer: z.toJSONSchema(routeAnswerSchema),
      },
    },
    security: [{ agentKey: [] }, { agentKeyHeader: [] }],
  };
}

function errorSchema({ errorFormat }: Endpoint): string {
  if (errorFormat === toOpenaiError) return "#/components/schemas/OpenaiError";
  if (errorFormat === toOtlpStatus) return "#/components/schemas/RpcStatus";
  return errorFormat === toAnthropicError ? "#/components/schemas/AnthropicError" : "#/components/schemas/Error";
}

function operation(endpoint: Endpoint) {
  const refusal = { "application/json": { schema: { $ref: errorSchema(endpoint) } } };
  const events = endpoint.streams && { "text/event-stream": { schema: { type: "string" } } };
  const parameters = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const header = { name: "Idempotency-Key", in: "header", required: false, schema: { type: "string", maxLength: 200 } };
  const answer = endpoint.answer ? z.toJSONSchema(endpoint.answer, { io: "output", unrepresentable: "any" }) : {};
  return {
    operationId: `${endpoint.method}${endpoint.path.replaceAll(/[^A-Za-z]+(\w)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? "")}`,
    summary: endpoint.summary,
    description: endpoint.forPeople
      ? `Needs a person's session with the scope ${endpoint.scope}; agent keys get 403.`
      : `Needs the scope ${endpoint.scope}.`,
    parameters: endpoint.idempotent ? [...parameters, header] : parameters,
    ...(endpoint.forPeople && { security: [{ session: [] }] }),
    ...(endpoint.rawBody && {
      requestBody: {
        required: true,
        content: Object.fromEntries(endpoint.rawBody.contentTypes.map((type) => [type, { schema: {} }])),
      },
    }),
    ...(endpoint.body && {
      requestBody: {
        required: true,
        content: {
          "application/json": { schema: z.toJSONSchema(endpoint.body, { io: "input", unrepresentable: "any" }) },
        },
      },
    }),
    responses: {
      "200": { description: "Done", content: { "application/json": { schema: answer }, ...events } },
      ...Object.fromEntries(
        Object.entries(ERRORS).map(([status, description]) => [status, { description, content: refusal }]),
      ),
    },
  };
}
