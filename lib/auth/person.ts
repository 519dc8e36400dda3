import { type Actor, roleSchema } from "#lib/contracts/actor.ts";
import { withDeadline } from "#lib/core/deadline.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { auth } from "./auth.ts";

export type UserActor = Extract<Actor, { kind: "user" }>;

/** A page that waits longer for the database says so instead. */
const ASK_MS = 5_000;

/**
 * The person whose session cookie a request carries; null without a valid session.
 * @throws SignalboxError unavailable when the database does not answer in time
 */
export async function actorOfHeaders(requestHeaders: Headers): Promise<UserActor | null> {
  const session = await withDeadline(auth().api.getSession({ headers: requestHeaders }), ASK_MS, noAnswer);
  const role = roleSchema.safeParse(session?.user.role);
  if (!session || !role.success) return null;
  return { kind: "user", id: session.user.id, name: session.user.name, role: role.data };
}

function noAnswer(): SignalboxError {
  return new SignalboxError("unavailable", "The database does not answer. Try again.", { retryAfterSeconds: 2 });
}
