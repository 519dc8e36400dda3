import fc from "fast-check";
import OpenAI from "openai";
import type { ChatCompletionCreateParamsNonStreaming } from "openai/resources/chat/completions";
import { describe, expect, it } from "vitest";
import type { ChatAnswer, ChatEvent } from "#lib/contracts/chat.ts";
import { arbitraryAnswer, eventsOf } from "#test/arbitrary-answer.ts";
import { sseComment } from "../event-writer.ts";
import { ChunkWriter } from "./chunk-writer.ts";
import { toChatCompletion } from "./completion.ts";
import { fromOpenaiBody } from "./to-chat-request.ts";

const NOW_MS = 1_700_000_000_000;
const USER = { role: "user" as const, content: "hi" };

/** The official SDK, answered by what the writer writes. */
function sdk(answer: string, headers: Record<string, string> = { "content-type": "text/event-stream" }) {
  return new OpenAI({ apiKey: "k", baseURL: "http://x/v1", fetch: async () => new Response(answer, { headers }) });
}

function written(events: readonly ChatEvent[], includeUsage = true): string {
  const writer = new ChunkWriter({ requestId: "req_1", nowMs: NOW_MS, includeUsage });
  const body = events.map((event) => writer.write(event)).join(writer.ping());
  return body + sseComment({ "x-signalbox-cost-nano-usd": "12" }) + writer.end();
}

describe("a request of OpenAI's SDK", () => {
  it("keeps every field in Signalbox's terms", () => {
    const body: ChatCompletionCreateParamsNonStreaming = {
      model: "anthropic/researcher",
      messages: [
        { role: "developer", content: "be brief" },
        {
          role: "user",
          name: "ana",
          content: [
            { type: "text", text: "what is this?" },
            { type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } },
            { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
          ],
        },
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "c1", type: "function", function: { name: "look", arguments: '{"at":1}' } }],
        },
        { role: "tool", tool_call_id: "c1", content: "a cat" },
        { role: "user", content: "and now?" },
      ],
      tools: [
        {
          type: "function",
          function: { name: "look", description: "looks", parameters: { type: "object" }, strict: true },
        },
      ],
      tool_choice: { type: "function", function: { name: "look" } },
      parallel_tool_calls: false,
      response_format: { type: "json_schema", json_schema: { name: "out", schema: { type: "object" }, strict: true } },
      max_completion_tokens: 100,
      temperature: 0.5,
      top_p: 0.9,
      frequency_penalty: 1,
      presence_penalty: -1,
      stop: ["END"],
      seed: 7,
      reasoning_effort: "low",
      user: "u1",
      metadata: { run: "1" },
      store: false,
      n: 1,
      logit_bias: {},
      service_tier: "auto",
    };
    expect(fromOpenaiBody(body)).toEqual({
      target: "anthropic/researcher",
      stream: false,
      includeUsage: false,
      request: {
        messages: [
          { role: "system", content: [{ type: "text", text: "be brief", cache: null }] },
          {
            role: "user",
            content: [
              { type: "text", text: "what is this?", cache: null },
              { type: "image", source: { kind: "url", url: "https://example.com/a.png" }, detail: "low", cache: null },
              {
                type: "image",
                source: { kind: "base64", mediaType: "image/png", data: "AAAA" },
                detail: null,
                cache: null,
              },
            ],
          },
          { role: "assistant", content: [{ type: "tool_call", id: "c1", name: "look", argumentsJson: '{"at":1}' }] },
          {
            role: "user",
            content: [
              {
                type: "tool_result",
                callId: "c1",
                content: [{ type: "text", text: "a cat", cache: null }],
                isError: false,
                cache: null,
              },
              { type: "text", text: "and now?", cache: null },
            ],
          },
        ],
        tools: [{ name: "look", description: "looks", inputSchema: { type: "object" }, strict: true, cache: null }],
        toolChoice: { kind: "tool", name: "look" },
        parallelToolCalls: false,
        output: { kind: "json_schema", name: "out", description: null, schema: { type: "object" }, strict: true },
        maxTokens: 100,
        temperature: 0.5,
        topP: 0.9,
        topK: null,
        frequencyPenalty: 1,
        presencePenalty: -1,
        stopSequences: ["END"],
        seed: 7,
        reasoning: { kind: "effort", effort: "low" },
        endUser: "u1",
      },
    });
  });

  it("asks for nothing it does not say", () => {
    const { request, stream } = fromOpenaiBody({ model: "auto", messages: [USER] });
    const { messages, tools, output, stopSequences, ...rest } = request;
    expect([messages.length, tools, output, stopSequences, stream]).toEqual([1, [], { kind: "text" }, [], false]);
    expect(new Set(Object.values(rest))).toEqual(new Set([null]));
  });

  it.each([
    ["logprobs", true],
    ["n", 2],
    ["logit_bias", { "50256": -100 }],
    ["store", true],
    ["service_tier", "flex"],
    ["audio", { voice: "alloy", format: "wav" }],
    ["web_search_options", {}],
    ["functions", [{ name: "f" }]],
    ["frobnicate", 1],
    ["temperature", 3],
    ["max_tokens", 0],
    ["reasoning_effort", "extreme"],
  ])("is refused for %s, which is named", (name, value) => {
    const call = () => fromOpenaiBody({ model: "auto", messages: [USER], [name]: value });
    expect(call).toThrow(expect.objectContaining({ code: "invalid_input", message: expect.stringContaining(name) }));
  });

  it("cannot bring an address or a key of a provider", () => {
    const plain = fromOpenaiBody({ model: "auto", messages: [USER] });
    const evil = { base_url: "http://evil", api_key: "sk-evil", extra_headers: { a: "b" } };
    expect(fromOpenaiBody({ model: "auto", messages: [USER], ...evil })).toEqual(plain);
  });

  it("names what is wrong inside a message", () => {
    const audio = { type: "input_audio", input_audio: { data: "", format: "wav" } };
    const details = (messages: unknown[]) => {
      try {
        fromOpenaiBody({ model: "auto", messages });
        return "passed";
      } catch (error) {
        return (error as { details: { path: string }[] }).details[0]?.path;
      }
    };
    expect(details([{ role: "user", content: [audio] }])).toMatch(/^messages\.0/);
    expect(details([USER, { role: "tool", content: "x" }])).toBe("messages.1.tool_call_id");
    expect(details([{ role: "function", name: "f", content: "x" }])).toBe("messages.0.role");
    expect(details([])).toBe("messages");
  });
});

describe("an answer in OpenAI's format", () => {
  const answer: ChatAnswer = {
    providerId: null,
    model: "claude-x",
    content: [{ type: "text", text: "four", cache: null }],
    finishReason: "stop",
    stopSequence: null,
    usage: {
      inputTokens: 10,
      cacheReadTokens: 100,
      cacheWrite5mTokens: 20,
      cacheWrite1hTokens: 3,
      outputTokens: 7,
      reasoningTokens: 2,
    },
    timing: { firstTokenMs: null, totalMs: 1 },
  };

  it("counts all that was read as prompt tokens", () => {
    expect(toChatCompletion(answer, "req_1", NOW_MS)).toEqual({
      id: "chatcmpl-req_1",
      object: "chat.completion",
      created: 1_700_000_000,
      model: "claude-x",
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: "four", refusal: null },
          finish_reason: "stop",
          logprobs: null,
        },
      ],
      usage: {
        prompt_tokens: 133,
        completion_tokens: 7,
        total_tokens: 140,
        prompt_tokens_details: { cached_tokens: 100, cache_write_tokens: 23 },
        completion_tokens_details: { reasoning_tokens: 2 },
      },
    });
  });

  it("tells a refusal in words from a filtered answer", () => {
    const choice = (content: ChatAnswer["content"]) =>
      toChatCompletion({ ...answer, content, finishReason: "refused" }, "req_1", NOW_MS).choices[0];
    expect(choice([{ type: "refusal", text: "no" }])).toMatchObject({
      message: { content: null, refusal: "no" },
      finish_reason: "stop",
    });
    expect(choice([])).toMatchObject({ message: { content: "", refusal: null }, finish_reason: "content_filter" });
  });

  it("is the same streamed and whole, as the SDK puts it together", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryAnswer, fc.integer({ min: 1, max: 9 }), async (given, piece) => {
        const whole = toChatCompletion(given, "req_1", NOW_MS);
        const client = sdk(written(eventsOf(given, piece)));
        const stream = client.chat.completions.stream({ model: "m", messages: [USER] });
        let reasoning = "";
        const blocks: unknown[] = [];
        for await (const chunk of stream) {
          const delta = chunk.choices[0]?.delta as
            | { reasoning_content?: string; thinking_blocks?: unknown[] }
            | undefined;
          reasoning += delta?.reasoning_content ?? "";
          blocks.push(...(delta?.thinking_blocks ?? []));
        }
        const { id, model, created, choices, usage } = await stream.finalChatCompletion();
        const [expected] = whole.choices;
        expect({ id, model, created, usage }).toEqual({
          ...{ id: whole.id, model: whole.model, created: whole.created, usage: whole.usage },
        });
        expect(choices[0]?.finish_reason).toBe(expected?.finish_reason);
        expect(choices[0]?.message.content ?? "").toBe(expected?.message.content ?? "");
        const calls = (list: unknown) => JSON.parse(JSON.stringify(list ?? []));
        expect(calls(choices[0]?.message.tool_calls)).toMatchObject(calls(expected?.message.tool_calls));
        expect(reasoning).toBe(expected?.message.reasoning_content ?? "");
        expect(blocks).toEqual(expected?.message.thinking_blocks ?? []);
      }),
      { numRuns: 60 },
    );
  });

  it("comes back unchanged when a caller appends it to the messages", () => {
    fc.assert(
      fc.property(arbitraryAnswer, (given) => {
        const message = toChatCompletion(given, "req_1", NOW_MS).choices[0]?.message;
        const { request } = fromOpenaiBody({ model: "auto", messages: [USER, JSON.parse(JSON.stringify(message))] });
        const back = request.messages[1]?.content ?? [];
        // An answer without any part comes back as an empty text.
        expect(given.content.length > 0 ? back : []).toEqual(given.content);
      }),
    );
  });

  it("raises the SDK's error in the middle of a stream, and never ends like a whole one", async () => {
    const writer = new ChunkWriter({ requestId: "req_1", nowMs: NOW_MS, includeUsage: false });
    const begun = eventsOf(answer, 2)
      .slice(0, 3)
      .map((event) => writer.write(event))
      .join("");
    const broken = begun + writer.fail({ code: "unavailable", message: "It broke.", details: [], requestId: "req_1" });
    expect(broken).not.toContain("[DONE]");
    const stream = await sdk(broken).chat.completions.create({ model: "m", messages: [USER], stream: true });
    const read = async () => {
      for await (const _ of stream);
    };
    await expect(read()).rejects.toMatchObject({ message: "It broke.", code: "unavailable", type: "server_error" });
  });

  it("says the usage only where it is asked for", () => {
    expect(written(eventsOf(answer, 9), false)).not.toContain("usage");
    expect(written(eventsOf(answer, 9), true)).toContain('"choices":[],"usage":{"prompt_tokens":133');
  });
});
