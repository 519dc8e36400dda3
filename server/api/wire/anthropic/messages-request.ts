import { z } from "zod";
import { cacheControlSchema } from "../cache-control.ts";
import { NAME_A_MODEL } from "../name-a-model.ts";
import { messageSchema, textBlock } from "./blocks.ts";

const parallel = { disable_parallel_tool_use: z.boolean().nullish() };
/** Thinking that is not shown would have to be hidden here; every other way shows what the provider does. */
const display = z.enum(["summarized"], "Thinking is shown as the provider shows it").nullish();

const tool = z.strictObject({
  type: z.literal("custom", "Tools that run at the provider are not supported: bring them as custom tools").nullish(),
  name: z.string().min(1),
  description: z.string().nullish(),
  input_schema: z.record(z.string(), z.unknown()),
  strict: z.boolean().nullish(),
  cache_control: cacheControlSchema,
  allowed_callers: z.array(z.literal("direct", "Tools are called by the model alone")).nullish(),
  defer_loading: z.literal(false, "Tools are always loaded").nullish(),
  eager_input_streaming: z.literal(false, "Arguments come as the provider streams them").nullish(),
  input_examples: z.array(z.unknown()).max(0, "Put examples into the description").nullish(),
});

const BETWEEN = "Lies between 0 and 1";
const share = z.number(BETWEEN).min(0, BETWEEN).max(1, BETWEEN).nullish();

/** What Signalbox uses of `POST /messages`; the other parameters are judged by ANTHROPIC_PARAMETERS. */
export const anthropicMessagesSchema = z.strictObject({
  model: z.string(NAME_A_MODEL).min(1, NAME_A_MODEL).max(300),
  messages: z.array(messageSchema, "Send a list of messages").min(1, "Send at least one message"),
  system: z.union([z.string(), z.array(textBlock)]).nullish(),
  max_tokens: z.int("Say how many tokens the answer may have, as a whole number").min(1, "At least 1 token"),
  stream: z.boolean().nullish(),
  tools: z.array(tool).nullish(),
  tool_choice: z
    .discriminatedUnion("type", [
      z.strictObject({ type: z.literal("auto"), ...parallel }),
      z.strictObject({ type: z.literal("any"), ...parallel }),
      z.strictObject({ type: z.literal("tool"), name: z.string().min(1), ...parallel }),
      z.strictObject({ type: z.literal("none") }),
    ])
    .nullish(),
  stop_sequences: z.array(z.string().min(1)).nullish(),
  temperature: share,
  top_p: share,
  top_k: z.int().min(1).nullish(),
  thinking: z
    .discriminatedUnion("type", [
      z.strictObject({ type: z.literal("enabled"), budget_tokens: z.int().min(1), display }),
      z.strictObject({ type: z.literal("adaptive"), display }),
      z.strictObject({ type: z.literal("disabled") }),
    ])
    .nullish(),
  output_config: z
    .strictObject({
      effort: z.enum(["low", "medium", "high", "xhigh", "max"]).nullish(),
      format: z.strictObject({ type: z.literal("json_schema"), schema: z.record(z.string(), z.unknown()) }).nullish(),
    })
    .nullish(),
  cache_control: cacheControlSchema,
  metadata: z.strictObject({ user_id: z.string().nullish() }).nullish(),
});
export type AnthropicBody = z.output<typeof anthropicMessagesSchema>;
