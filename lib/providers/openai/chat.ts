import { attemptStream, attemptWhole } from "../attempt.ts";
import type { ChatAdapter, ProviderCall } from "../call.ts";
import { openaiClients } from "./client.ts";
import { toCompletionsRequest } from "./completions/convert-request.ts";
import { fromCompletionsResponse } from "./completions/convert-response.ts";
import { CompletionsReader } from "./completions/read-stream.ts";
import { fromOpenaiError } from "./errors.ts";

const attemptOf = (call: ProviderCall) => ({ provider: "OpenAI", call, fromError: fromOpenaiError });

/** OpenAI, and every server that speaks its language. */
export const openaiChat: ChatAdapter = {
  chat: (call) =>
    attemptWhole({
      ...attemptOf(call),
      ask: async (signal) => {
        const body = toCompletionsRequest(call.model, call.request);
        const client = openaiClients.for(call);
        return fromCompletionsResponse(await client.chat.completions.create({ ...body, stream: false }, { signal }));
      },
    }),

  chatStream: (call) =>
    attemptStream({
      ...attemptOf(call),
      reader: new CompletionsReader(),
      open: async (signal) => {
        const body = toCompletionsRequest(call.model, call.request);
        const streamed = { ...body, stream: true as const, stream_options: { include_usage: true } };
        return openaiClients.for(call).chat.completions.create(streamed, { signal });
      },
    }),
};
