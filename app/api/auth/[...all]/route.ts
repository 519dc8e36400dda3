import { handleAuth } from "#lib/transport/auth-route.ts";

export const GET = handleAuth;
export const POST = handleAuth;
