import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { PASSWORD_LENGTH } from "#lib/contracts/people.ts";
import { processState } from "#lib/core/process-state.ts";
import { readEnv } from "#lib/env.ts";
import { db } from "#lib/store/client.ts";
import { trustedOrigins } from "./origin.ts";
import { PEER_HEADER } from "./peer.ts";
import { authSecret } from "./secret.ts";
import { noteFailedSignIn, secondsUntilNextSignIn } from "./sign-in-limits.ts";

const SIGN_IN_PATH = "/sign-in/email";

function createAuth() {
  const env = readEnv();
  return betterAuth({
    appName: "Signalbox",
    baseURL: new URL(env.PUBLIC_URL).origin,
    basePath: "/api/auth",
    secret: authSecret(),
    database: prismaAdapter(db(), { provider: "postgresql" }),
    emailAndPassword: {
      enabled: true,
      // People are added by an admin; see services/people.
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
    },
    user: { additionalFields: { role: { type: "string", required: true, defaultValue: "viewer", input: false } } },
    // No cookie cache: a session that was ended or whose user was removed is refused at once.
    session: { expiresIn: 7 * 24 * 3600, disableSessionRefresh: true, cookieCache: { enabled: false } },
    trustedOrigins: trustedOrigins(),
    rateLimit: {
      enabled: true,
      storage: "memory",
      window: 60,
      max: 300,
      customRules: { [SIGN_IN_PATH]: { window: 60, max: 60 } },
    },
    advanced: {
      useSecureCookies: env.PUBLIC_URL.startsWith("https:"),
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/" },
      ipAddress: { ipAddressHeaders: [PEER_HEADER], trustedProxies: env.TRUSTED_PROXIES },
      trustedProxyHeaders: false,
      cookiePrefix: "signalbox",
    },
    hooks: {
      before: createAuthMiddleware(async (ctx) => {
        if (ctx.path !== SIGN_IN_PATH) return;
        const waitSeconds = await secondsUntilNextSignIn(String(ctx.body?.email));
        if (waitSeconds > 0) {
          ctx.setHeader("Retry-After", String(waitSeconds));
          throw new APIError("TOO_MANY_REQUESTS", {
            message: "Too many attempts with this e-mail address. Wait a while.",
          });
        }
      }),
      after: createAuthMiddleware(async (ctx) => {
        if (ctx.path === SIGN_IN_PATH && ctx.context.returned instanceof APIError) {
          await noteFailedSignIn(String(ctx.body?.email));
        }
      }),
    },
    logger: { disabled: true },
    telemetry: { enabled: false },
  });
}

/** The library that keeps passwords and sessions, one a process. */
export function auth(): ReturnType<typeof createAuth> {
  return processState("auth.people", createAuth);
}
