import type { Message, RawMessageStreamEvent } from "@anthropic-ai/sdk/resources/messages";
import { attemptStream, attemptWhole } from "../attempt.ts";
import type { ChatAdapter, ProviderCall } from "../call.ts";
import { anthropicClients } from "./client.ts";
import { toAnthropicRequest } from "./convert-request.ts";
import { fromAnthropicResponse } from "./convert-response.ts";
import { fromAnthropicError } from "./errors.ts";
import { AnthropicReader } from "./read-stream.ts";

const attemptOf = (call: ProviderCall) => ({ provider: "Anthropic", call, fromError: fromAnthropicError });

// Not `messages.create`: for models that are to be retired it writes to the console with every call.
const PATH = "/v1/messages";

export const anthropicChat: ChatAdapter = {
  chat: (call) =>
    attemptWhole({
      ...attemptOf(call),
      ask: async (departure) => {
        const body = { ...toAnthropicRequest(call.model, call.request), stream: false };
        return fromAnthropicResponse(await anthropicClients.for(call).whole<Message>(PATH, body, departure));
      },
    }),

  chatStream: (call) =>
    attemptStream({
      ...attemptOf(call),
      reader: new AnthropicReader(),
      open: async (signal) => {
        const body = { ...toAnthropicRequest(call.model, call.request), stream: true };
        const asked = { body, signal, stream: true };
        return anthropicClients.for(call).post<AsyncIterable<RawMessageStreamEvent>>(PATH, asked);
      },
    }),
};
