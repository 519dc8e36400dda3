import type { ServiceContext } from "#lib/auth/context.ts";
import { readEnv } from "#lib/env.ts";
import { createSetupToken } from "#lib/services/people/create-setup-token.ts";

/** Address that makes the first admin, once and within a day; null when somebody has an account already. */
export async function createSetupLink(ctx: ServiceContext): Promise<string | null> {
  const link = await createSetupToken({ ctx });
  if (!link) return null;
  const address = new URL("/setup", readEnv().PUBLIC_URL);
  address.searchParams.set("token", link.token);
  return address.href;
}
