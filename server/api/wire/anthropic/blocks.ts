import { z } from "zod";
import { cacheControlSchema } from "../cache-control.ts";

const nothing = (sentence: string) => z.null(sentence).optional();

export const textBlock = z.strictObject({
  type: z.literal("text"),
  text: z.string(),
  cache_control: cacheControlSchema,
  citations: z.array(z.unknown()).max(0, "Citations are not supported").nullish(),
});

const imageBlock = z.strictObject({
  type: z.literal("image"),
  source: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("base64"), media_type: z.string().min(1), data: z.string().min(1) }),
    z.strictObject({ type: z.literal("url"), url: z.url({ protocol: /^https?$/, error: "An http(s) address" }) }),
  ]),
  cache_control: cacheControlSchema,
  transformations: nothing("Transformations of images are not supported"),
});

const toolResultBlock = z.strictObject({
  type: z.literal("tool_result"),
  tool_use_id: z.string().min(1),
  content: z.union([z.string(), z.array(z.discriminatedUnion("type", [textBlock, imageBlock]))]).nullish(),
  is_error: z.boolean().nullish(),
  cache_control: cacheControlSchema,
  toolset_name: nothing("Toolsets of the provider are not supported"),
});

const toolUseBlock = z.strictObject({
  type: z.literal("tool_use"),
  id: z.string().min(1),
  name: z.string().min(1),
  input: z.unknown(),
  /** Of a block that came in an answer: who called it. */
  caller: z.strictObject({ type: z.literal("direct", "Tools that run at the provider are not supported") }).optional(),
  cache_control: nothing("Mark the message before or after the call"),
  toolset_name: nothing("Toolsets of the provider are not supported"),
});

const thinkingBlock = z.strictObject({ type: z.literal("thinking"), thinking: z.string(), signature: z.string() });
const redactedBlock = z.strictObject({ type: z.literal("redacted_thinking"), data: z.string() });

const texts = z.union([z.string(), z.array(textBlock)]);

export const messageSchema = z.discriminatedUnion("role", [
  z.strictObject({ role: z.literal("system"), content: texts }),
  z.strictObject({
    role: z.literal("user"),
    content: z.union([z.string(), z.array(z.discriminatedUnion("type", [textBlock, imageBlock, toolResultBlock]))]),
  }),
  z.strictObject({
    role: z.literal("assistant"),
    content: z.union([
      z.string(),
      z.array(z.discriminatedUnion("type", [textBlock, toolUseBlock, thinkingBlock, redactedBlock])),
    ]),
  }),
]);
export type AnthropicMessage = z.output<typeof messageSchema>;
export type TextBlock = z.output<typeof textBlock>;
export type ImageBlock = z.output<typeof imageBlock>;
export type ToolResultBlock = z.output<typeof toolResultBlock>;
