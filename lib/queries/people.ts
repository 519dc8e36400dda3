import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { lookUpLink } from "#lib/auth/one-time-links.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import type { AgentKeyView } from "#lib/contracts/agent-key.ts";
import { type LinkPurpose, linkTokenSchema, type UserView } from "#lib/contracts/people.ts";
import { parseInput } from "#lib/core/parse.ts";
import { countWorkingKeyRows, listAgentKeyRows } from "#lib/store/agent-key.ts";
import { db } from "#lib/store/client.ts";
import { findUser, listUserRows } from "#lib/store/people.ts";

/** Everybody with an account. */
export async function listUsers({ ctx }: ServiceCall): Promise<UserView[]> {
  requireScope(ctx, "user:read");
  return listUserRows(db(), new Date(ctx.clock.nowMs()));
}

/** Working keys, then revoked ones. */
export async function listAgentKeys({ ctx }: ServiceCall): Promise<AgentKeyView[]> {
  requireScope(ctx, "key:read");
  return listAgentKeyRows(db());
}

/** How many keys of the fleet work now. */
export async function countWorkingKeys({ ctx, input }: ServiceCall): Promise<number> {
  requireScope(ctx, "key:read");
  const { fleetName } = parseInput(z.strictObject({ fleetName: nameSchema }), input);
  return countWorkingKeyRows(db(), fleetName);
}

/** What the holder of a one-time link may do with it; null when it does not work any more. */
export async function readLinkPurpose({ ctx, input }: ServiceCall): Promise<LinkPurpose | null> {
  requireScope(ctx, "user:read");
  const { token } = parseInput(linkTokenSchema, input);
  const link = await lookUpLink(db(), token, ctx.clock.nowMs());
  if (!link) return null;
  if (link.userId === null) return { kind: "first_admin" };
  const user = await findUser(db(), link.userId);
  return user && { kind: "password", name: user.name, email: user.email };
}
