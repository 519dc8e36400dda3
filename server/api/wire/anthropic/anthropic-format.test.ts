import Anthropic from "@anthropic-ai/sdk";
import type { MessageCreateParamsNonStreaming } from "@anthropic-ai/sdk/resources/messages";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChatEvent } from "#lib/contracts/chat.ts";
import { arbitraryAnswer, eventsOf } from "#test/arbitrary-answer.ts";
import { sseComment } from "../event-writer.ts";
import { MessageEventWriter } from "./event-writer.ts";
import { toMessage } from "./message.ts";
import { fromAnthropicBody } from "./to-chat-request.ts";

const USER = { role: "user" as const, content: "hi" };

/** The official SDK, answered by what the writer writes. */
function sdk(answer: string) {
  const headers = { "content-type": "text/event-stream" };
  return new Anthropic({ apiKey: "k", baseURL: "http://x", fetch: async () => new Response(answer, { headers }) });
}

function written(events: readonly ChatEvent[]): string {
  const writer = new MessageEventWriter("req_1");
  const body = events.map((event) => writer.write(event)).join(writer.ping());
  return body + sseComment({ "x-signalbox-cost-nano-usd": "12" }) + writer.end();
}

describe("a request of Anthropic's SDK", () => {
  it("keeps every field in Signalbox's terms", () => {
    const body: MessageCreateParamsNonStreaming & { temperature: number; top_k: number } = {
      model: "openai/critic",
      max_tokens: 100,
      system: [{ type: "text", text: "be brief", cache_control: { type: "ephemeral", ttl: "1h" } }],
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "what is this?", cache_control: { type: "ephemeral" } },
            { type: "image", source: { type: "url", url: "https://example.com/a.png" } },
            { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } },
          ],
        },
        {
          role: "assistant",
          content: [
            { type: "thinking", thinking: "hm", signature: "sig" },
            { type: "redacted_thinking", data: "xyz" },
            { type: "text", text: "let me look" },
            { type: "tool_use", id: "c1", name: "look", input: { at: 1 } },
          ],
        },
        { role: "user", content: [{ type: "tool_result", tool_use_id: "c1", content: "no such cat", is_error: true }] },
      ],
      tools: [{ name: "look", description: "looks", input_schema: { type: "object" }, strict: true }],
      tool_choice: { type: "any", disable_parallel_tool_use: true },
      output_config: { format: { type: "json_schema", schema: { type: "object" } } },
      thinking: { type: "enabled", budget_tokens: 2000 },
      stop_sequences: ["END"],
      metadata: { user_id: "u1" },
      cache_control: { type: "ephemeral" },
      service_tier: "auto",
      temperature: 1,
      top_k: 5,
    };
    const text = (value: string, cache: "5m" | "1h" | null = null) => ({ type: "text", text: value, cache });
    expect(fromAnthropicBody(body)).toEqual({
      target: "openai/critic",
      stream: false,
      request: {
        messages: [
          { role: "system", content: [text("be brief", "1h")] },
          {
            role: "user",
            content: [
              text("what is this?", "5m"),
              { type: "image", source: { kind: "url", url: "https://example.com/a.png" }, detail: null, cache: null },
              {
                type: "image",
                source: { kind: "base64", mediaType: "image/png", data: "AAAA" },
                detail: null,
                cache: null,
              },
            ],
          },
          {
            role: "assistant",
            content: [
              { type: "reasoning", text: "hm", signature: "sig", redacted: null },
              { type: "reasoning", text: "", signature: null, redacted: "xyz" },
              text("let me look"),
              { type: "tool_call", id: "c1", name: "look", argumentsJson: '{"at":1}' },
            ],
          },
          {
            role: "user",
            content: [
              { type: "tool_result", callId: "c1", content: [text("no such cat")], isError: true, cache: "5m" },
            ],
          },
        ],
        tools: [{ name: "look", description: "looks", inputSchema: { type: "object" }, strict: true, cache: null }],
        toolChoice: { kind: "required" },
        parallelToolCalls: false,
        output: { kind: "json_schema", name: "answer", description: null, schema: { type: "object" }, strict: true },
        maxTokens: 100,
        temperature: 1,
        topP: null,
        topK: 5,
        frequencyPenalty: null,
        presencePenalty: null,
        stopSequences: ["END"],
        seed: null,
        reasoning: { kind: "budget", tokens: 2000 },
        endUser: "u1",
      },
    });
  });

  it.each([
    [{ thinking: { type: "disabled" } }, { kind: "effort", effort: "none" }],
    [{ thinking: { type: "adaptive" } }, { kind: "effort", effort: "high" }],
    [
      { thinking: { type: "adaptive" }, output_config: { effort: "low" } },
      { kind: "effort", effort: "low" },
    ],
    [{}, null],
  ])("means by %o the thinking %o", (thinking, reasoning) => {
    const body = { model: "auto", max_tokens: 1, messages: [USER], ...thinking };
    expect(fromAnthropicBody(body).request.reasoning).toEqual(reasoning);
  });

  it.each([
    ["max_tokens", undefined],
    ["service_tier", "standard_only"],
    ["container", "c1"],
    ["inference_geo", "eu"],
    ["frobnicate", 1],
    ["tools", [{ type: "bash_20250124", name: "bash" }]],
    ["temperature", 1.5],
  ])("is refused for %s, which is named", (name, value) => {
    const call = () => fromAnthropicBody({ model: "auto", max_tokens: 1, messages: [USER], [name]: value });
    expect(call).toThrow(expect.objectContaining({ code: "invalid_input", message: expect.stringContaining(name) }));
  });

  it("cannot bring an address or a key of a provider", () => {
    const body = { model: "auto", max_tokens: 1, messages: [USER] };
    expect(fromAnthropicBody({ ...body, base_url: "http://evil", api_key: "evil" })).toEqual(fromAnthropicBody(body));
  });
});

describe("an answer in Anthropic's format", () => {
  it("is the same streamed and whole, as the SDK puts it together", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryAnswer, fc.integer({ min: 1, max: 9 }), async (given, piece) => {
        const whole = JSON.parse(JSON.stringify(toMessage(given, "req_1")));
        const stream = sdk(written(eventsOf(given, piece))).messages.stream({
          model: "m",
          max_tokens: 1,
          messages: [USER],
        });
        const message = JSON.parse(JSON.stringify(await stream.finalMessage()));
        const { cache_creation: _, ...usage } = whole.usage;
        expect({ ...message, usage: undefined, parsed_output: undefined }).toMatchObject({
          ...whole,
          usage: undefined,
        });
        expect(message.usage).toMatchObject(usage);
      }),
      { numRuns: 60 },
    );
  });

  it("comes back unchanged when a caller appends it to the messages", () => {
    fc.assert(
      fc.property(arbitraryAnswer, (given) => {
        const { content } = JSON.parse(JSON.stringify(toMessage(given, "req_1")));
        const messages = [USER, { role: "assistant", content }];
        const { request } = fromAnthropicBody({ model: "auto", max_tokens: 1, messages });
        expect(request.messages[1]?.content).toEqual(given.content);
      }),
    );
  });

  it("says counts of the input at the beginning where the provider tells them early", () => {
    const writer = new MessageEventWriter("req_1");
    expect(writer.write({ type: "start", providerId: "msg_1", model: "m" })).toBe("");
    expect(writer.write({ type: "usage", usage: { inputTokens: 12, cacheReadTokens: 3 } })).toContain(
      '"input_tokens":12,"output_tokens":0,"cache_read_input_tokens":3',
    );
  });

  it("raises the SDK's error in the middle of a stream", async () => {
    const writer = new MessageEventWriter("req_1");
    const begun = writer.write({ type: "start", providerId: null, model: "m" });
    const broken = begun + writer.fail({ code: "unavailable", message: "It broke.", details: [], requestId: "req_1" });
    expect(broken).not.toContain("message_stop");
    const stream = await sdk(broken).messages.create({ model: "m", max_tokens: 1, messages: [USER], stream: true });
    const read = async () => {
      for await (const _ of stream);
    };
    await expect(read()).rejects.toMatchObject({
      type: "overloaded_error",
      error: { error: { message: "It broke.", code: "unavailable" }, request_id: "req_1" },
    });
  });

  it("keeps arguments that are no JSON, under a name that says so", () => {
    const content = [{ type: "tool_call" as const, id: "c", name: "f", argumentsJson: '{"a":' }];
    const [answer] = fc.sample(arbitraryAnswer, { numRuns: 1, seed: 1 });
    expect(answer && toMessage({ ...answer, content }, "r").content).toMatchObject([
      { input: { INVALID_JSON: '{"a":' } },
    ]);
  });
});
