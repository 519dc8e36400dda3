import { z } from "zod";
import { nameSchema } from "./agent.ts";

/** Stands for every fleet that has no policy of its own; no fleet can be called so. */
export const ALL_FLEETS = "*";

/** What is looked for in texts before they are stored. */
export const REDACTION_KINDS = ["email", "card", "api_key", "phone"] as const;
export type RedactionKind = (typeof REDACTION_KINDS)[number];

/** A pattern of the operator's own; lib/engines/redaction/own-pattern.ts says which ones are taken. */
const ownPatternSchema = z.strictObject({
  /** Stands in the text in place of what was found: "[employee]". */
  name: z
    .string()
    .min(1, "Name what it finds")
    .max(40)
    .regex(/^[a-z][a-z0-9 _-]*$/, "Lower-case letters, digits, spaces, _ and -"),
  pattern: z.string().min(1, "Write a pattern").max(200, "200 characters at most"),
});
export type OwnPattern = z.infer<typeof ownPatternSchema>;

export const redactionSchema = z.strictObject({
  kinds: z.array(z.enum(REDACTION_KINDS)).default(["email", "card", "api_key"]),
  patterns: z.array(ownPatternSchema).max(20, "20 patterns at most").default([]),
});
export type Redaction = z.infer<typeof redactionSchema>;

export const RETENTION_DAYS = { min: 1, max: 365 } as const;

/** Whether a fleet's prompts and answers are stored, for how long, and what is taken out of them before. */
export const promptPolicySchema = z.strictObject({
  enabled: z.boolean(),
  retentionDays: z
    .int("Whole days")
    .min(RETENTION_DAYS.min, "1 to 365 days")
    .max(RETENTION_DAYS.max, "1 to 365 days")
    .default(7),
  redaction: redactionSchema.default({ kinds: ["email", "card", "api_key"], patterns: [] }),
});
export type PromptPolicy = z.infer<typeof promptPolicySchema>;

export const promptScopeSchema = z.union([z.literal(ALL_FLEETS), nameSchema]);

export const savePromptPolicySchema = z.strictObject({
  fleetName: promptScopeSchema,
  policy: promptPolicySchema,
  reason: z.string().trim().min(3, "Say why, in a few words").max(500),
});

export const deletePromptsSchema = z.strictObject({
  /** Of one fleet, or of all. */
  fleetName: promptScopeSchema,
  reason: z.string().trim().min(3, "Say why, in a few words").max(500),
});

/** A policy as the page Settings shows it. */
export interface PromptPolicyView extends PromptPolicy {
  /** ALL_FLEETS, or a fleet. */
  fleetName: string;
  updatedAt: string;
  updatedBy: string;
  /** Calls whose texts are stored now, of this fleet or of those the policy is for. */
  stored: number;
}

/** A part of what was said, redacted; images are told of and not kept. */
export interface StoredPart {
  kind: "text" | "reasoning" | "refusal" | "tool_call" | "tool_result" | "image";
  /** Of a tool's call. */
  name?: string;
  text: string;
}

export interface StoredMessage {
  role: "system" | "user" | "assistant";
  parts: StoredPart[];
}

/** What is stored of one call. */
export interface StoredTexts {
  prompt: StoredMessage[];
  answer: StoredPart[];
  /** How often each kind was taken out. */
  redacted: Record<string, number>;
  /** Characters that the size limit has cut off. */
  cutCharacters: number;
}

/** Texts of a call as a person with the right role opens them. */
export interface CallTextsView extends StoredTexts {
  callId: string;
  at: string;
  deletedAfter: string;
}
