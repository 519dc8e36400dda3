import type { ServiceContext } from "#lib/auth/context.ts";
import { createFirstAdmin } from "#lib/services/people/create-first-admin.ts";
import { createSetupToken } from "#lib/services/people/create-setup-token.ts";
import { serveProduct } from "../training-load/product.ts";

const ADMIN = { name: "Bench", email: "bench@signalbox.example", password: "a long enough password" };
const PORT = "3191";

/** Paths, and a text of the page that is there once its figures are. */
const PAGES = {
  costs_default: { path: "/budgets/costs", figures: "agent_" },
  costs_two_splits: { path: "/budgets/costs?by=agent&and=task_type", figures: "agent_" },
  costs_two_splits_90d: { path: "/budgets/costs?by=model&and=agent&range=90d", figures: "agent_" },
  costs_two_splits_24h: { path: "/budgets/costs?by=agent&and=tag&range=24h", figures: "agent_" },
  costs_two_splits_filtered: { path: "/budgets/costs?by=agent&and=tag&range=90d&provider=openai", figures: "agent_" },
  costs_csv: { path: "/api/ui/costs/export?by=agent&and=tag&range=90d", figures: "agent_" },
  budgets: { path: "/budgets", figures: "Budget 5" },
} as const;

/**
 * The pages as a browser asks the built product for them: from the request until the figures have come, rounds times
 * each after a first one that warms up. Milliseconds.
 */
export async function timePages(
  ctx: ServiceContext,
  { databaseUrl, folder, rounds }: { databaseUrl: string; folder: string; rounds: number },
): Promise<Record<string, number[]>> {
  const link = await createSetupToken({ ctx });
  if (link) await createFirstAdmin({ ctx, input: { token: link.token, ...ADMIN } });
  const product = await serveProduct({ DATABASE_URL: databaseUrl, SIGNALBOX_DATA_DIR: folder, PORT });
  try {
    const cookie = await signIn(product.baseUrl);
    const times: Record<string, number[]> = {};
    for (const [name, { path, figures }] of Object.entries(PAGES)) {
      await untilFigures(`${product.baseUrl}${path}`, cookie, figures);
      const took: number[] = [];
      for (let round = 0; round < rounds; round++) {
        took.push(await untilFigures(`${product.baseUrl}${path}`, cookie, figures));
      }
      times[name] = took;
    }
    return times;
  } finally {
    await product.stop();
  }
}

async function signIn(baseUrl: string): Promise<string> {
  const { email, password } = ADMIN;
  const response = await fetch(`${baseUrl}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: baseUrl },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error(`Nobody can sign in: ${response.status}`);
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  return cookies.join("; ");
}

async function untilFigures(url: string, cookie: string, figures: string): Promise<number> {
  const startedMs = performance.now();
  const response = await fetch(url, { headers: { cookie }, redirect: "error" });
  let paintMs: number | null = null;
  let text = "";
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece;
    if (paintMs === null && text.includes(figures)) paintMs = performance.now() - startedMs;
  }
  if (!response.ok || paintMs === null) throw new Error(`${url} answered ${response.status} without "${figures}"`);
  return paintMs;
}
