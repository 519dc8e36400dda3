import { z } from "zod";
import { completeChat } from "#lib/services/chat/complete-chat.ts";
import { streamChat } from "#lib/services/chat/stream-chat.ts";
import { type ApiCall, type Endpoint, Reply } from "#lib/transport/api.ts";
import { chatInput } from "../doors/chat-input.ts";
import { endHeaders, failureHeaders } from "../doors/fact-headers.ts";
import { streamReply } from "../doors/stream-reply.ts";
import { toAnthropicError } from "../wire/anthropic/error.ts";
import { MessageEventWriter } from "../wire/anthropic/event-writer.ts";
import { toMessage } from "../wire/anthropic/message.ts";
import { anthropicMessagesSchema } from "../wire/anthropic/messages-request.ts";
import { type AnthropicCall, fromAnthropicBody } from "../wire/anthropic/to-chat-request.ts";

export const messageEndpoints: Endpoint[] = [
  {
    method: "post",
    path: "/messages",
    summary: "A chat in Anthropic's format: point its SDK's base URL at /api; stream: true answers server-sent events",
    scope: "task:route",
    body: anthropicMessagesSchema,
    answer: z.looseObject({ id: z.string(), type: z.literal("message"), content: z.array(z.unknown()) }),
    streams: true,
    answerMs: null,
    traced: true,
    errorFormat: toAnthropicError,
    errorHeaders: failureHeaders,
    handle: async (call) => {
      const asked = fromAnthropicBody(call.body);
      return asked.stream ? streamed(call, asked) : whole(call, asked);
    },
  },
];

async function whole(call: ApiCall, asked: AnthropicCall): Promise<Reply> {
  const { ctx } = call;
  const { answer, facts } = await completeChat({ ctx, input: chatInput(call, asked) });
  const message = toMessage(answer, ctx.requestId);
  return new Reply(JSON.stringify(message), endHeaders(facts));
}

async function streamed(call: ApiCall, asked: AnthropicCall): Promise<Reply> {
  const { ctx } = call;
  const { requestId } = ctx;
  const chat = await streamChat({ ctx, input: chatInput(call, asked) });
  return streamReply({ chat, writer: new MessageEventWriter(requestId), requestId });
}
