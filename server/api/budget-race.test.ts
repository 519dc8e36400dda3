import { cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { saveBudget } from "#lib/services/budgets/save-budget.ts";
import { verifyLedger } from "#lib/services/budgets/verify-ledger.ts";
import { createAgentKey } from "#lib/services/keys/create-agent-key.ts";
import { db, pool } from "#lib/store/client.ts";
import { expireLeases } from "#lib/store/ending.ts";
import { allowLoopback, loopbackConfiguration } from "#test/chat.ts";
import { makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { type LoopbackProvider, startLoopbackProvider } from "#test/loopback-provider/loopback-provider.ts";
import { type MachineProcess, startMachineProcess } from "#test/machine-processes.ts";

// 1,000 calls that hold and cost exactly $0.10 each against $5, over three processes, two of them on one port: nobody knows the price, so that the
// policy's ceiling is held, and spent in the end.
const CALLS = 1000;
const LIMIT_USD = 5;
const CALL_USD = 0.1;
const NOBODY_LISTENS = "http://127.0.0.1:9";

let provider: LoopbackProvider;
let processes: MachineProcess[] = [];
let token: string;

beforeAll(async () => {
  process.env.CONFIGS_DIR = configsWithCeiling();
  provider = await startLoopbackProvider();
  allowLoopback(provider);
  process.env.SIGNALBOX_PROVIDER_BASE_URLS += `,${NOBODY_LISTENS}`;
  const ctx = systemContext();
  await startedRuntime();
  // A thousand at once keep a busy machine busy for a while.
  const unpriced = { model: "house-model", temperature: 0.2, maxRetries: 0, timeoutMs: 60_000 };
  await loopbackConfiguration(provider, "house", unpriced);
  await loopbackConfiguration(provider, "down", { ...unpriced, baseUrl: `${NOBODY_LISTENS}/v1` });
  await makeFleet(ctx, "race", {
    a: { configuration: "openai/house", concurrency_limit: 5000 },
    b: { configuration: "openai/house", concurrency_limit: 5000 },
  });
  ({ token } = await createAgentKey({ ctx, input: { name: "race", fleetName: "race", agentName: null } }));
  for (const [name, limitUsd] of Object.entries({
    routed: LIMIT_USD,
    named: LIMIT_USD,
    fallen: LIMIT_USD,
    killed: 1000,
  })) {
    const scope = { fleet: "race", tag: name };
    const input = { name, scope, limitUsd, period: "total", action: "block", timeZone: "UTC" };
    await saveBudget({ ctx, input });
  }
  await pool().query(NOTE_BALANCES);
  processes = await Promise.all([startMachineProcess(), startMachineProcess({ API_PROCESSES: "2" })]);
}, 90_000);

afterAll(async () => {
  await Promise.all(processes.map((each) => each.stop()));
  await provider.close();
});

function configsWithCeiling(): string {
  const folder = path.join(process.env.SIGNALBOX_DATA_DIR ?? "", "configs");
  cpSync(path.resolve(import.meta.dirname, "../../configs"), folder, { recursive: true });
  const file = path.join(folder, "routing-policy.json");
  const policy = JSON.parse(readFileSync(file, "utf8"));
  policy.unpricedCeilingUsd = CALL_USD;
  policy.execution.fallbacks.computed = 0;
  policy.execution.fallbacks.configurations = { "openai/down": ["openai/house"] };
  writeFileSync(file, JSON.stringify(policy));
  return folder;
}

async function post(n: number, route: string, body: object, tag = "") {
  const response = await fetch(`${processes[n % processes.length]?.url}${route}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}`, "x-signalbox-budget-tags": tag },
    body: JSON.stringify(body),
  });
  return { status: response.status, retryAfter: response.headers.get("retry-after"), body: await response.json() };
}

/** Every state of a balance is written down by the database itself, which no busy test process can miss. */
const NOTE_BALANCES = `
  create table balance_noted (name text, used bigint);
  create function note_balance() returns trigger language plpgsql as $$ begin
    insert into balance_noted
      select name, new.spent_nano_usd + new.held_nano_usd from budget where id = new.budget_id;
    return null;
  end $$;
  create trigger note_balance after insert or update on budget_balance for each row execute function note_balance()`;

/** The most that was ever spent and held of the budget, in nano-dollars. */
async function mostUsed(name: string): Promise<number> {
  const { rows } = await pool().query<{ used: number }>(
    "select max(used)::float8 used from balance_noted where name = $1",
    [name],
  );
  return rows[0]?.used ?? 0;
}

const chat = (model: string) => ({ model, messages: [{ role: "user", content: "What is the capital of France?" }] });

type Ask = (n: number) => ReturnType<typeof post>;
const all = (ask: Ask) => Promise.all(Array.from({ length: CALLS }, (_, n) => untilAnswered(ask, n)));

/**
 * A machine that is too slow for a thousand at once may give a call up, which gives back what it held, and says so with a
 * 5xx. Whoever hears that asks again; whoever hears of the budget does not.
 */
async function untilAnswered(ask: Ask, n: number): ReturnType<Ask> {
  for (let more = 20; ; more--) {
    const answer = await ask(n);
    if (answer.status < 500 || more === 0) return answer;
  }
}

it.each([
  [
    "routed",
    (n: number) =>
      post(n, "/api/v1/route", { task: { type: "research", description: "Tides" }, budget_tags: ["routed"] }),
  ],
  ["named", (n: number) => post(n, "/api/v1/chat/completions", chat("openai/house"), "named")],
  ["fallen", (n: number) => post(n, "/api/v1/chat/completions", chat("openai/down"), "fallen")],
])(
  "lets exactly 50 of 1,000 calls pass over three processes, and never more than 5 dollars be spent and held: %s",
  async (name, ask) => {
    const result = await all(ask);
    const passed = result.filter(({ status, body }) => status === 200 && body.verdict !== "nobody_fits");
    expect(passed).toHaveLength(LIMIT_USD / CALL_USD);
    expect(await mostUsed(name)).toBe(LIMIT_USD * 1e9);
    const refused = result.filter((one) => !passed.includes(one));
    const codes = new Set(refused.map(({ body }) => body.error?.code ?? body.budget?.name));
    expect(codes).toEqual(new Set([name === "routed" ? name : "over_budget"]));
  },
  120_000,
);

it("gives back what a process held that was killed with 100 holds open, each once", async () => {
  const ctx = systemContext();
  const { id } = await db().budget.findFirstOrThrow({ where: { name: "killed" } });
  const used = async () => {
    const { rows } = await pool().query("select held_nano_usd::float8 held from budget_balance where budget_id = $1", [
      id,
    ]);
    return rows[0]?.held ?? 0;
  };
  provider.fail({ kind: "slow_drip", gapMs: 60_000 }, { times: 100 });
  const body = { ...chat("openai/house"), stream: true };
  const open = Array.from({ length: 100 }, () => post(0, "/api/v1/chat/completions", body, "killed").catch(() => null));
  await expect.poll(used, { timeout: 30_000 }).toBe(100 * CALL_USD * 1e9);
  await processes[0]?.kill();
  await Promise.all(open);
  const later = Date.now() + 3_600_000;
  await Promise.all([expireLeases(later, 500), expireLeases(later, 500)]);
  expect(await used()).toBe(0);
  expect(await verifyLedger({ ctx })).toEqual([]);
  const { rows } = await pool().query(
    `select e.kind, count(*)::int n from ledger_entry e join ledger_set s on s.set_id = e.set_id
      where s.budget_id = $1 group by 1 order by 1`,
    [id],
  );
  expect(rows).toEqual([
    { kind: "hold", n: 100 },
    { kind: "expire", n: 100 },
  ]);
}, 90_000);
