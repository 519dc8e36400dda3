import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import { modelKindSchema } from "#lib/contracts/model.ts";
import type { ModelPolicy } from "#lib/contracts/model-policy.ts";
import { parseInput } from "#lib/core/parse.ts";
import { db } from "#lib/store/client.ts";
import { findModelPolicy } from "#lib/store/model-policy.ts";

const inputSchema = z.strictObject({ name: nameSchema, kind: modelKindSchema });

/** How the model's versions come and go; the defaults where nobody has set a policy. */
export async function readModelPolicy({ ctx, input }: ServiceCall): Promise<ModelPolicy> {
  requireScope(ctx, "model:read");
  return findModelPolicy(db(), parseInput(inputSchema, input));
}
