import { cookies, headers } from "next/headers.js";
import { cache } from "react";
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

/** Who is signed in, for Next server code; asked once a request. */
export const currentActor: () => Promise<UserActor | null> = cache(async () => actorOfHeaders(await headers()));

/** Ends the session of this request: the row is gone and the cookie is emptied. */
export async function endSession(): Promise<void> {
  await auth().api.signOut({ headers: await headers() });
  const jar = await cookies();
  for (const { name } of jar.getAll()) if (/^(__Secure-)?signalbox\./.test(name)) jar.delete(name);
}
