import { z } from "zod";
import { cacheControlSchema } from "../cache-control.ts";
import { imageSource } from "../image-source.ts";
import { NAME_A_MODEL } from "../name-a-model.ts";

const textPart = z.strictObject({ type: z.literal("text"), text: z.string(), cache_control: cacheControlSchema });
const imageUrl = z.string().transform((url, context) => {
  const source = imageSource(url);
  if (source) return source;
  context.addIssue("An http(s) address, or the image itself as data:image/png;base64,…");
  return z.NEVER;
});
const imagePart = z.strictObject({
  type: z.literal("image_url"),
  image_url: z.strictObject({ url: imageUrl, detail: z.enum(["low", "high", "auto"]).nullish() }),
  cache_control: cacheControlSchema,
});
const refusalPart = z.strictObject({ type: z.literal("refusal"), refusal: z.string() });

const textContent = z.union([z.string(), z.array(textPart)]);
/** Who of several participants spoke; models other than OpenAI's have no place for it. */
const name = z.string().optional();

const toolCall = z.strictObject({
  id: z.string().min(1),
  type: z.literal("function", "Only function tools are supported"),
  function: z.strictObject({
    name: z.string().min(1),
    arguments: z.string(),
    /** Added by OpenAI's SDK where it parsed the arguments, and sent back with the message. */
    parsed_arguments: z.unknown().optional(),
  }),
  index: z.int().optional(),
});

/** What an answer of this door carries so that the thinking can be given back with its tool calls. */
const thinkingBlock = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("thinking"), thinking: z.string(), signature: z.string().nullish() }),
  z.strictObject({ type: z.literal("redacted_thinking"), data: z.string() }),
]);

const assistant = z.strictObject({
  role: z.literal("assistant"),
  content: z.union([z.string(), z.array(z.discriminatedUnion("type", [textPart, refusalPart]))]).nullish(),
  refusal: z.string().nullish(),
  tool_calls: z.array(toolCall).nullish(),
  thinking_blocks: z.array(thinkingBlock).nullish(),
  name,
  // What comes back when a caller appends the SDK's answer to its messages as it is.
  reasoning_content: z.string().nullish(),
  annotations: z.array(z.unknown()).nullish(),
  parsed: z.unknown().optional(),
  audio: z.null("Audio is not supported").optional(),
  function_call: z.null("Use tool_calls: function_call is OpenAI's older form").optional(),
});

const message = z.discriminatedUnion("role", [
  z.strictObject({ role: z.enum(["system", "developer"]), content: textContent, name }),
  z.strictObject({
    role: z.literal("user"),
    content: z.union([z.string(), z.array(z.discriminatedUnion("type", [textPart, imagePart]))]),
    name,
  }),
  assistant,
  z.strictObject({ role: z.literal("tool"), tool_call_id: z.string().min(1), content: textContent, name }),
]);
export type OpenaiMessage = z.output<typeof message>;

const jsonSchema = z.record(z.string(), z.unknown());
const tool = z.strictObject({
  type: z.literal("function", "Only function tools are supported"),
  function: z.strictObject({
    name: z.string().min(1),
    description: z.string().nullish(),
    parameters: jsonSchema.nullish(),
    strict: z.boolean().nullish(),
  }),
  cache_control: cacheControlSchema,
});

const responseFormat = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text") }),
  z.strictObject({ type: z.literal("json_object") }),
  z.strictObject({
    type: z.literal("json_schema"),
    json_schema: z.strictObject({
      name: z.string().min(1),
      description: z.string().nullish(),
      schema: jsonSchema.default({}),
      strict: z.boolean().nullish(),
    }),
  }),
]);

const tokens = z.int("Whole tokens").min(1, "At least 1 token").nullish();
const between = (least: number, most: number) => {
  const words = `Lies between ${least} and ${most}`;
  return z.number(words).min(least, words).max(most, words).nullish();
};

/** What Signalbox uses of `POST /chat/completions`; the other parameters are judged by OPENAI_CHAT_PARAMETERS. */
export const openaiChatSchema = z.strictObject({
  model: z.string(NAME_A_MODEL).min(1, NAME_A_MODEL).max(300),
  messages: z.array(message, "Send a list of messages").min(1, "Send at least one message"),
  stream: z.boolean().nullish(),
  stream_options: z
    .strictObject({ include_usage: z.boolean().nullish(), include_obfuscation: z.boolean().nullish() })
    .nullish(),
  tools: z.array(tool).nullish(),
  tool_choice: z
    .union([
      z.enum(["none", "auto", "required"]),
      z.strictObject({ type: z.literal("function"), function: z.strictObject({ name: z.string().min(1) }) }),
    ])
    .nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  response_format: responseFormat.nullish(),
  max_tokens: tokens,
  max_completion_tokens: tokens,
  temperature: between(0, 2),
  top_p: between(0, 1),
  top_k: z.int().min(1).nullish(),
  frequency_penalty: between(-2, 2),
  presence_penalty: between(-2, 2),
  stop: z.union([z.string().min(1), z.array(z.string().min(1))]).nullish(),
  seed: z.int().nullish(),
  reasoning_effort: z.enum(["none", "minimal", "low", "medium", "high", "xhigh", "max"]).nullish(),
  user: z.string().nullish(),
  safety_identifier: z.string().nullish(),
});
export type OpenaiChatBody = z.output<typeof openaiChatSchema>;
