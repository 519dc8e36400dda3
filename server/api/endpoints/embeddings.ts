import { z } from "zod";
import { signalOf } from "#lib/core/departure.ts";
import { createEmbeddings } from "#lib/services/embeddings/create-embeddings.ts";
import { type Endpoint, Reply } from "#lib/transport/api.ts";
import { fromEmbeddingsBody, openaiEmbeddingsSchema, toEmbeddingsWire } from "../wire/openai/embeddings.ts";
import { toOpenaiError } from "../wire/openai/error.ts";

export const embeddingEndpoints: Endpoint[] = [
  {
    method: "post",
    path: "/embeddings",
    summary: "Texts as vectors, in OpenAI's format: openai/text-embedding-3-small, bedrock/… or local/<folder>",
    scope: "task:route",
    body: openaiEmbeddingsSchema,
    answer: z.looseObject({ object: z.literal("list"), data: z.array(z.unknown()) }),
    answerMs: null,
    traced: true,
    errorFormat: toOpenaiError,
    handle: async ({ ctx, body, gone, budgetTags }) => {
      const { request, base64 } = fromEmbeddingsBody(body);
      const created = await createEmbeddings({ ctx, input: { request, budgetTags, signal: signalOf(gone()) } });
      const { costNanoUsd, callId, decisionId, attempts } = created;
      return new Reply(JSON.stringify(toEmbeddingsWire(created, base64)), {
        "x-signalbox-call": callId,
        "x-signalbox-decision": decisionId,
        "x-signalbox-configuration": created.model,
        "x-signalbox-attempts": String(attempts),
        ...(costNanoUsd !== null && { "x-signalbox-cost-nano-usd": String(costNanoUsd) }),
      });
    },
  },
];
