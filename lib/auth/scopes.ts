import type { Actor, Role, Scope } from "#lib/contracts/actor.ts";
import { SCOPES } from "#lib/contracts/actor.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import type { ServiceContext } from "./context.ts";

const VIEWER: Scope[] = [
  "fleet:read",
  "decision:read",
  "config:read",
  "budget:read",
  "model:read",
  "history:read",
  "health:read",
  "alert:read",
];
const OPERATOR: Scope[] = [
  ...VIEWER,
  "fleet:write",
  "agent:register",
  "task:route",
  "outcome:write",
  "config:write",
  "budget:write",
  "model:write",
  "history:write",
  "audit:read",
  "key:read",
  "credential:read",
  "prompt:read",
  "health:write",
  "alert:write",
  "channel:read",
];
const ROLE_SCOPES: Record<Role, ReadonlySet<Scope>> = {
  viewer: new Set(VIEWER),
  operator: new Set(OPERATOR),
  admin: new Set(SCOPES),
};
const KEY_SCOPES: ReadonlySet<Scope> = new Set<Scope>([
  "fleet:read",
  "agent:register",
  "agent:heartbeat",
  "task:route",
  "decision:read",
  "outcome:write",
  "config:read",
]);

/** True when the actor holds the scope. Signalbox itself holds all. */
export function hasScope(actor: Actor, scope: Scope): boolean {
  switch (actor.kind) {
    case "user":
      return scopesOfRole(actor.role).has(scope);
    case "key":
      return KEY_SCOPES.has(scope);
    case "system":
      return true;
    default:
      return actor satisfies never;
  }
}

/** Roles come from the database: one that is not known holds nothing. */
function scopesOfRole(role: string): ReadonlySet<Scope> {
  return Object.hasOwn(ROLE_SCOPES, role) ? ROLE_SCOPES[role as Role] : new Set();
}

/** First line of every service. @throws SignalboxError forbidden, naming the scope that is missing. */
export function requireScope(ctx: ServiceContext, scope: Scope): void {
  if (hasScope(ctx.actor, scope)) return;
  const who = ctx.actor.kind === "user" ? `role ${ctx.actor.role}` : `key ${ctx.actor.name}`;
  throw new SignalboxError("forbidden", `Your ${who} does not include ${scope}. Ask an admin for it.`, {
    details: [{ path: "scope", message: scope }],
  });
}

/** Keys act in their own fleet alone; for others the fleet does not exist. @throws SignalboxError not_found */
export function requireFleet(ctx: ServiceContext, fleetName: string): void {
  if (ctx.actor.kind === "key" && ctx.actor.fleetName !== fleetName) {
    throw new SignalboxError("not_found", `There is no fleet "${fleetName}" for this key.`);
  }
}
