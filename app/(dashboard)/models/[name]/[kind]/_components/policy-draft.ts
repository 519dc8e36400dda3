import type { z } from "zod";
import type { modelPolicySchema } from "#lib/contracts/model-policy.ts";

/** A policy as its form holds it. */
export type PolicyDraft = z.input<typeof modelPolicySchema>;
