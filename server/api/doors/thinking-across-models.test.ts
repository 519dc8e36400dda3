import type { MessageParam, Tool } from "@anthropic-ai/sdk/resources/messages";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { routingPolicy } from "#lib/runtime/routing-policy.ts";
import { type Gateway, startGateway } from "#test/gateway.ts";
import { CALL_IDS, THOUGHT } from "#test/loopback-answers.ts";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
  routingPolicy().execution.fallbacks.configurations["anthropic/loop"] = ["openai/loop", "bedrock/loop"];
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.close());

const ASK: MessageParam[] = [{ role: "user", content: "What is the weather in Paris and Rome?" }];
const TOOLS: Tool[] = [
  { name: "get_weather", input_schema: { type: "object", properties: { city: { type: "string" } } } },
];
const RESULTS: MessageParam = {
  role: "user",
  content: CALL_IDS.anthropic.map((id) => ({ type: "tool_result", tool_use_id: id, content: `sun in ${id}` })),
};
const more = { model: "anthropic/loop", max_tokens: 1000, tools: TOOLS };

/** A turn in which Claude thinks, as the SDK has it, whole or put together from a stream. */
async function thoughtfulTurn(streamed: boolean): Promise<MessageParam> {
  const { messages } = gateway.anthropic;
  const turn = streamed
    ? await messages.stream({ ...more, messages: ASK }).finalMessage()
    : await messages.create({ ...more, messages: ASK });
  expect(turn.content[0]?.type).toBe("thinking");
  gateway.reset();
  return { role: "assistant", content: turn.content };
}

it.each([false, true])("a fallback gets no thinking of another model, and answers (streamed: %s)", async (streamed) => {
  const turn = await thoughtfulTurn(streamed);
  gateway.provider.fail({ kind: "status", status: 503 }, { interface: "anthropic" });
  const { data, response } = await gateway.anthropic.messages
    .create({ ...more, messages: [...ASK, turn, RESULTS] })
    .withResponse();
  expect(response.headers.get("x-signalbox-configuration")).toBe("openai/loop");
  expect(data.stop_reason).toBe("end_turn");
  const [asked, fallback] = gateway.provider.received.map(({ body }) => JSON.stringify(body));
  // The one asked for got its own, as it had signed it.
  expect(asked).toContain(`"${THOUGHT.signature}"`);
  expect(fallback).not.toContain(THOUGHT.signature);
  expect(fallback).not.toContain(THOUGHT.thinking);
  expect(fallback).toContain(`sun in ${CALL_IDS.anthropic[0]}`);
});

it("so does a fallback of the same maker, which checks signatures", async () => {
  const turn = await thoughtfulTurn(false);
  for (const one of ["anthropic", "openai"] as const) {
    gateway.provider.fail({ kind: "status", status: 503 }, { interface: one });
  }
  const { response } = await gateway.anthropic.messages
    .create({ ...more, messages: [...ASK, turn, RESULTS] })
    .withResponse();
  expect(response.headers.get("x-signalbox-configuration")).toBe("bedrock/loop");
  expect(JSON.stringify(gateway.provider.received.at(-1)?.body)).not.toContain(THOUGHT.signature);
});

it("a conversation that goes on elsewhere leaves the thinking behind, and takes it up again where it is of", async () => {
  const messages = [...ASK, await thoughtfulTurn(true), RESULTS];
  const sentTo = async (model: string) => {
    await gateway.anthropic.messages.create({ ...more, model, messages });
    return JSON.stringify(gateway.provider.received.at(-1)?.body);
  };
  expect(await sentTo("bedrock/loop")).not.toContain(THOUGHT.signature);
  expect(await sentTo("anthropic/loop")).toContain(`"${THOUGHT.signature}"`);
});
