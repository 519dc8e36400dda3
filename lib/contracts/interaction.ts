import { z } from "zod";

/** One request brings so many rows, interactions and runs each. */
export const MOST_INTERACTIONS = 1_000;
/** What a clock may be ahead of ours. */
export const CLOCK_AHEAD_MS = 5 * 60_000;
/** A longer text keeps its beginning; `chars` says how long it was. */
export const MOST_TEXT_CHARS = 4_000;

const idSchema = z.string().min(1).max(200);
/** Agents of other platforms are named as they name them. */
const speakerSchema = z
  .string()
  .trim()
  .min(1, "Name the agent")
  .max(120, "A name has at most 120 characters")
  .regex(/^\P{Cc}+$/u, "A name has no control characters");
const labelSchema = z.string().min(1).max(120);
const countSchema = z.int().min(0).max(2_000_000_000);

/** One interaction as `POST /api/v1/interactions` takes it. */
export const interactionSchema = z.strictObject({
  /** Your own, unique in the fleet: the same id again changes nothing. */
  id: idSchema,
  /** What belongs together; by default the first decision that `parent_decision_id` or `decision_id` goes back to. */
  run_id: idSchema.nullable().default(null),
  /** Place in the run; by default the order of `at`. */
  step: countSchema.nullable().default(null),
  from: speakerSchema,
  /** Null: nobody by name. The same as `from`: a turn of its own. */
  to: speakerSchema.nullable().default(null),
  /** handoff, message, call, result, or a word of your own. */
  kind: z.string().min(1).max(64).default("handoff"),
  task_type: labelSchema.nullable().default(null),
  /** The decision that placed the receiver. */
  decision_id: z.string().max(64).nullable().default(null),
  /** The decision that placed the sender. */
  parent_decision_id: z.string().max(64).nullable().default(null),
  chars: countSchema.nullable().default(null),
  tokens: countSchema.nullable().default(null),
  /** By default when the request came. */
  at: z.iso.datetime({ offset: true }).nullable().default(null),
  duration_ms: z.int().min(0).max(604_800_000).nullable().default(null),
  success: z.boolean().nullable().default(null),
  quality: z.number().min(0).max(1).nullable().default(null),
  /** Kept where the fleet's prompts are stored, redacted as they are; dropped otherwise. */
  text: z.string().max(100_000).nullable().default(null),
});
export type InteractionInput = z.output<typeof interactionSchema>;

/** How a run ended. What was known of it stays; what was not is added. */
export const interactionRunSchema = z.strictObject({
  id: idSchema,
  task_type: labelSchema.nullable().default(null),
  succeeded: z.boolean().nullable().default(null),
  /** Whose fault a failure was, and at which step, where somebody has found out: attribution learns from it. */
  fault_agent: speakerSchema.nullable().default(null),
  fault_step: countSchema.nullable().default(null),
  at: z.iso.datetime({ offset: true }).nullable().default(null),
});

const batchOf = <Row extends z.ZodType, Run extends z.ZodType>(row: Row, run: Run) =>
  z.strictObject({
    interactions: z
      .array(row)
      .max(MOST_INTERACTIONS, `At most ${MOST_INTERACTIONS} interactions a request`)
      .default([]),
    runs: z.array(run).max(MOST_INTERACTIONS, `At most ${MOST_INTERACTIONS} runs a request`).default([]),
  });

/** The body as documented. */
export const interactionBatchSchema = batchOf(interactionSchema, interactionRunSchema);
/** The body as it is read: each row is judged by itself. */
export const interactionRowsSchema = batchOf(z.unknown(), z.unknown());

export const INTERACTION_VERDICTS = ["accepted", "duplicate", "refused"] as const;
export type InteractionVerdict = (typeof INTERACTION_VERDICTS)[number];

const rowResultSchema = z.object({
  /** Null: the row has no usable one. */
  id: z.string().nullable(),
  verdict: z.enum(INTERACTION_VERDICTS),
  /** Why it was refused; null otherwise. */
  reason: z.string().nullable(),
});
export type InteractionRowResult = z.infer<typeof rowResultSchema>;

/** A verdict for each row, in the order of the request. */
export const interactionAnswerSchema = z.object({
  accepted: z.int(),
  duplicates: z.int(),
  refused: z.int(),
  interactions: z.array(rowResultSchema),
  runs: z.array(rowResultSchema),
});
export type InteractionAnswer = z.infer<typeof interactionAnswerSchema>;

export type InteractionSource = "api" | "otlp" | "import";
