import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { Scope } from "#lib/contracts/actor.ts";
import { SignalboxError } from "#lib/core/errors.ts";

/**
 * Prompts are a matter between people: no key, and nobody at the machine's command line, opens them or has them stored.
 * @throws SignalboxError forbidden
 */
export function requirePersonWith(ctx: ServiceContext, scope: Extract<Scope, `prompt:${string}`>): void {
  requireScope(ctx, scope);
  if (ctx.actor.kind !== "user") {
    throw new SignalboxError("forbidden", "Prompts and answers are opened and configured by people with a session.");
  }
}
