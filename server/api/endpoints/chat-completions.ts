import { z } from "zod";
import { completeChat } from "#lib/services/chat/complete-chat.ts";
import { streamChat } from "#lib/services/chat/stream-chat.ts";
import { type ApiCall, type Endpoint, Reply } from "#lib/transport/api.ts";
import { chatInput } from "../doors/chat-input.ts";
import { endHeaders, failureHeaders } from "../doors/fact-headers.ts";
import { streamReply } from "../doors/stream-reply.ts";
import { openaiChatSchema } from "../wire/openai/chat-request.ts";
import { ChunkWriter } from "../wire/openai/chunk-writer.ts";
import { toChatCompletion } from "../wire/openai/completion.ts";
import { toOpenaiError } from "../wire/openai/error.ts";
import { fromOpenaiBody, type OpenaiCall } from "../wire/openai/to-chat-request.ts";

export const chatCompletionEndpoints: Endpoint[] = [
  {
    method: "post",
    path: "/chat/completions",
    summary: "A chat in OpenAI's format: point its SDK's base URL at /api/v1; stream: true answers server-sent events",
    scope: "task:route",
    body: openaiChatSchema,
    answer: z.looseObject({ id: z.string(), object: z.literal("chat.completion"), choices: z.array(z.unknown()) }),
    streams: true,
    answerMs: null,
    traced: true,
    errorFormat: toOpenaiError,
    errorHeaders: failureHeaders,
    handle: async (call) => {
      const asked = fromOpenaiBody(call.body);
      return asked.stream ? streamed(call, asked) : whole(call, asked);
    },
  },
];

async function whole(call: ApiCall, asked: OpenaiCall): Promise<Reply> {
  const { ctx } = call;
  const { answer, facts } = await completeChat({ ctx, input: chatInput(call, asked) });
  const completion = toChatCompletion(answer, ctx.requestId, ctx.clock.nowMs());
  return new Reply(JSON.stringify(completion), endHeaders(facts));
}

async function streamed(call: ApiCall, asked: OpenaiCall): Promise<Reply> {
  const { ctx } = call;
  const { requestId, clock } = ctx;
  const { includeUsage } = asked;
  const chat = await streamChat({ ctx, input: chatInput(call, asked) });
  return streamReply({ chat, writer: new ChunkWriter({ requestId, nowMs: clock.nowMs(), includeUsage }), requestId });
}
