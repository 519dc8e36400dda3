import { cookies, headers } from "next/headers.js";
import { cache } from "react";
import { auth } from "./auth.ts";
import { actorOfHeaders, type UserActor } from "./person.ts";

export { actorOfHeaders, type UserActor } from "./person.ts";

/** Who is signed in, for Next server code; asked once a request. */
export const currentActor: () => Promise<UserActor | null> = cache(async () => actorOfHeaders(await headers()));

/** Ends the session of this request: the row is gone and the cookie is emptied. */
export async function endSession(): Promise<void> {
  await auth().api.signOut({ headers: await headers() });
  const jar = await cookies();
  for (const { name } of jar.getAll()) if (/^(__Secure-)?signalbox\./.test(name)) jar.delete(name);
}
