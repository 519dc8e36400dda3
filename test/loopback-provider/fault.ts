import { z } from "zod";

/** Ways in which the loopback provider fails on demand. */
export const faultSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("status"),
    status: z.int().min(300).max(599),
    /** Of the header Retry-After. */
    retryAfterSeconds: z.number().min(0).optional(),
  }),
  /** Takes the request and never answers. */
  z.strictObject({ kind: z.literal("hang") }),
  /** A pause before each event of a stream, or each tenth of a whole answer. */
  z.strictObject({ kind: z.literal("slow_drip"), gapMs: z.int().min(1) }),
  /** Ends the connection before anything of an answer. */
  z.strictObject({ kind: z.literal("reset") }),
  /** Ends the connection after so many events of a stream, or in the middle of a whole answer. */
  z.strictObject({ kind: z.literal("cut"), afterEvents: z.int().min(0).default(3) }),
  /** Sends so many events of a stream, or half of a whole answer, and then nothing more. */
  z.strictObject({ kind: z.literal("stall"), afterEvents: z.int().min(0).default(3) }),
  z.strictObject({ kind: z.literal("bad_json") }),
  /** A page of HTML with status 200, as captive portals and proxies send. */
  z.strictObject({ kind: z.literal("wrong_content_type") }),
]);
export type Fault = z.input<typeof faultSchema>;

/** The next `times` requests, of one interface or of all, fail so. */
export const faultOrderSchema = z.strictObject({
  fault: faultSchema,
  times: z.int().min(1).default(1),
  interface: z.enum(["openai", "openai-responses", "anthropic", "bedrock"]).optional(),
});
