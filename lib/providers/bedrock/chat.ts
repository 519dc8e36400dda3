import { ConverseCommand, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { attemptStream, attemptWhole } from "../attempt.ts";
import type { ChatAdapter, ProviderCall } from "../call.ts";
import { ProviderFailure } from "../failure.ts";
import { bedrockClients } from "./client.ts";
import { toConverseRequest } from "./convert-request.ts";
import { fromConverseResponse } from "./convert-response.ts";
import { fromBedrockError } from "./errors.ts";
import { ConverseReader } from "./read-stream.ts";

const attemptOf = (call: ProviderCall) => ({ provider: "Bedrock", call, fromError: fromBedrockError });

/** Claude and Amazon's models on Bedrock. */
export const bedrockChat: ChatAdapter = {
  chat: (call) =>
    attemptWhole({
      ...attemptOf(call),
      ask: async ({ signal: abortSignal }) => {
        const command = new ConverseCommand(toConverseRequest(call.model, call.request));
        return fromConverseResponse(await bedrockClients.for(call).send(command, { abortSignal }), call.model);
      },
    }),

  chatStream: (call) => {
    const reader = new ConverseReader(call.model);
    return attemptStream({
      ...attemptOf(call),
      reader,
      open: async (abortSignal) => {
        const command = new ConverseStreamCommand(toConverseRequest(call.model, call.request));
        const { stream, $metadata } = await bedrockClients.for(call).send(command, { abortSignal });
        reader.providerId = $metadata.requestId ?? null;
        if (!stream) throw new ProviderFailure("broken_answer", "Bedrock's answer has no stream.");
        return stream;
      },
    });
  },
};
