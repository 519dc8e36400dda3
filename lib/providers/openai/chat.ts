import type { ChatCompletion } from "openai/resources/chat/completions";
import type { Response } from "openai/resources/responses/responses";
import { attemptStream, attemptWhole } from "../attempt.ts";
import type { ChatAdapter, ProviderCall } from "../call.ts";
import { chooseApi } from "./choose-api.ts";
import { openaiClients } from "./client.ts";
import { toCompletionsRequest } from "./completions/convert-request.ts";
import { fromCompletionsResponse } from "./completions/convert-response.ts";
import { CompletionsReader } from "./completions/read-stream.ts";
import { fromOpenaiError } from "./errors.ts";
import { toResponsesRequest } from "./responses/convert-request.ts";
import { fromResponsesResponse } from "./responses/convert-response.ts";
import { ResponsesReader } from "./responses/read-stream.ts";

const attemptOf = (call: ProviderCall) => ({ provider: "OpenAI", call, fromError: fromOpenaiError });

/** OpenAI, and every server that speaks its language. */
export const openaiChat: ChatAdapter = {
  chat: (call) => (chooseApi(call.model, call.request) === "responses" ? askResponses(call) : askCompletions(call)),
  chatStream: (call) =>
    chooseApi(call.model, call.request) === "responses" ? streamResponses(call) : streamCompletions(call),
};

const askCompletions: ChatAdapter["chat"] = (call) =>
  attemptWhole({
    ...attemptOf(call),
    ask: async (departure) => {
      const body = { ...toCompletionsRequest(call.model, call.request), stream: false };
      const answer = await openaiClients.for(call).whole<ChatCompletion>("/chat/completions", body, departure);
      return fromCompletionsResponse(answer);
    },
  });

const streamCompletions: ChatAdapter["chatStream"] = (call) =>
  attemptStream({
    ...attemptOf(call),
    reader: new CompletionsReader(),
    open: async (signal) => {
      const body = toCompletionsRequest(call.model, call.request);
      const streamed = { ...body, stream: true as const, stream_options: { include_usage: true } };
      return openaiClients.for(call).chat.completions.create(streamed, { signal });
    },
  });

const askResponses: ChatAdapter["chat"] = (call) =>
  attemptWhole({
    ...attemptOf(call),
    ask: async (departure) => {
      const body = { ...toResponsesRequest(call.model, call.request), stream: false };
      return fromResponsesResponse(await openaiClients.for(call).whole<Response>("/responses", body, departure));
    },
  });

const streamResponses: ChatAdapter["chatStream"] = (call) =>
  attemptStream({
    ...attemptOf(call),
    reader: new ResponsesReader(call.model),
    open: async (signal) => {
      const body = toResponsesRequest(call.model, call.request);
      return openaiClients.for(call).responses.create({ ...body, stream: true }, { signal });
    },
  });
