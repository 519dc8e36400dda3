import { z } from "zod";
import { configurationRefSchema, nameSchema } from "./agent.ts";

/** Body of trying a configuration: one prompt, under the fleet that pays. */
export const tryConfigurationSchema = z.strictObject({
  ref: configurationRefSchema,
  fleetName: nameSchema,
  prompt: z.string().trim().min(1, "Write a prompt").max(20_000),
});

/** What a try is known to have come to. Unknown is null, money decimal text of nano-dollars. */
export interface TriedFacts {
  decisionId: string;
  /** That answered: another than asked for when a fallback did. */
  configuration: string;
  revision: number;
  servedModel: string | null;
  attempts: number;
  costNanoUsd: string | null;
}

/** A line of the streamed answer. */
export type TryEvent =
  | { type: "text" | "reasoning"; text: string }
  | {
      type: "end";
      facts: TriedFacts;
      inputTokens: number;
      outputTokens: number;
      firstTokenMs: number | null;
      totalMs: number;
      finishReason: string;
    }
  /** It broke after its first content; what it cost so far is known or not. */
  | { type: "broke"; message: string; facts: TriedFacts | null };
