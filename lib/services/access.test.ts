import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { ServiceCall, ServiceContext } from "#lib/auth/context.ts";
import type { Actor, Role } from "#lib/contracts/actor.ts";
import { systemClock } from "#lib/core/clock.ts";
import { pool } from "#lib/store/client.ts";

// Found in the folders, not listed here: a new service or query is tried by being there.
const ROOT = path.resolve(import.meta.dirname, "../..");
const ENTRANCES = ["app", "server"];
const VIEWERS_MAY = new Set([
  "loadRoutingModel",
  "previewRoute",
  "evaluatePredictor",
  "checkGates",
  "compareVersions",
  "awaitTraining",
  "checkDocument",
  "checkSettings",
]);
const KEYS_MAY = new Set([
  "putAgent",
  "heartbeatAgent",
  "routeTask",
  "previewRoute",
  "renewAssignment",
  "reportOutcome",
  "recordInteractions",
  "recordSpans",
  "listFleets",
  "readArrivals",
  "readSaturationCalendar",
  "readExpectedWaits",
  "readCapabilityEvidence",
  "readCollaborators",
  "listCollaborationFleets",
  "readCollaboration",
  "readCollaborationPair",
  "listAgents",
  "readAgent",
  "listDecisions",
  "readDecision",
  "listConfigurations",
  "readConfiguration",
  "checkConfiguration",
  "checkDocument",
  "checkSettings",
  "exportConfigurations",
  "exportConfigurationsFile",
  "compareRevisions",
  "listCatalogue",
  "tryConfiguration",
  "createEmbeddings",
  "completeChat",
  "streamChat",
  "listCallableModels",
  "readCallableModel",
]);

/** Does what a process owes when it stops; nobody's input reaches it. */
const WITHOUT_CALLER = new Set(["releaseTrainings", "drainCalls"]);

const NOBODY: Actor = { kind: "user", id: "usr_x", name: "Nobody", role: "nobody" as Role };
const VIEWER: Actor = { kind: "user", id: "usr_v", name: "Vi", role: "viewer" };
const KEY: Actor = { kind: "key", id: "key_x", name: "platform", fleetName: "live", agentName: null };

interface Found {
  name: string;
  module: string;
  layer: "services" | "queries";
  call: (call: ServiceCall) => unknown;
}

const found = [...(await collect("services")), ...(await collect("queries"))];
const services = found.filter(({ layer }) => layer === "services");
let before = "";

beforeAll(async () => {
  before = await wholeDatabase();
});

describe("without the scope, refused before the input is looked at, and nothing is written:", () => {
  it.each(found)("$name for a role that does not exist", (entry) => expectRefused(entry, NOBODY));
  it.each(services.filter(({ name }) => !VIEWERS_MAY.has(name)))("$name for a viewer", (entry) =>
    expectRefused(entry, VIEWER),
  );
  it.each(found.filter(({ name }) => !KEYS_MAY.has(name)))("$name for an agent key", (entry) =>
    expectRefused(entry, KEY),
  );
});

it("finds services and queries to try, and permits none that is gone", () => {
  expect(services.length).toBeGreaterThan(25);
  expect(found.length - services.length).toBeGreaterThan(10);
  const names = new Set(found.map(({ name }) => name));
  expect([...VIEWERS_MAY, ...KEYS_MAY].filter((name) => !names.has(name))).toEqual([]);
});

it("is complete: whatever pages, API and commands reach is one of those tried", () => {
  const tried = new Set(found.map(({ module, name }) => `${module}:${name}`));
  const reached = ENTRANCES.flatMap((folder) => filesOf(folder)).flatMap(importsOf);
  expect(reached.length).toBeGreaterThan(20);
  expect(reached.filter(({ target }) => !tried.has(target)).map(({ from, target }) => `${from} -> ${target}`)).toEqual(
    [],
  );
});

async function expectRefused({ call }: Found, actor: Actor): Promise<void> {
  const ctx: ServiceContext = { actor, requestId: "req_access", clock: systemClock };
  const { input, looks } = watchedInput();
  let thrown: unknown;
  try {
    await call({ ctx, input });
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ name: "SignalboxError", code: "forbidden" });
  expect(looks()).toBe(0);
  expect(await wholeDatabase()).toBe(before);
}

/** An input that counts every look into it. */
function watchedInput(): { input: unknown; looks: () => number } {
  let count = 0;
  const trap = () => {
    count += 1;
    return undefined;
  };
  const handler = {
    get: trap,
    has: () => trap() === null,
    ownKeys: () => [trap() ?? ""].slice(1),
    getOwnPropertyDescriptor: trap,
  };
  return { input: new Proxy({}, handler), looks: () => count };
}

/** Digest of every row of every table. */
async function wholeDatabase(): Promise<string> {
  const { rows } = await pool().query<{ name: string }>(
    "select quote_ident(relname) as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and not relispartition order by 1",
  );
  const digests = rows.map(
    ({ name }) =>
      `select '${name}' as name, count(*) as n, md5(coalesce(string_agg(t::text, '' order by t::text), '')) as md5 from ${name} t`,
  );
  return JSON.stringify((await pool().query(`${digests.join(" union all ")} order by 1`)).rows);
}

/** Every exported function whose one argument is taken apart into `{ ctx, ... }`. */
async function collect(layer: "services" | "queries"): Promise<Found[]> {
  const list: Found[] = [];
  for (const file of filesOf(`lib/${layer}`)) {
    // The entry of a thread runs when it is imported, and gives nothing to call.
    if (file.endsWith("-worker.ts")) continue;
    const exported = (await import(path.join(ROOT, file))) as Record<string, unknown>;
    for (const [name, value] of Object.entries(exported)) {
      if (typeof value !== "function" || !/^(async )?function\*? \w+\(\s*\{\s*ctx\b/.test(value.toString())) continue;
      list.push({ name, module: `#${file}`, layer, call: value as Found["call"] });
    }
  }
  return list;
}

/** Names imported from services and queries, types left out. */
function importsOf(file: string): { from: string; target: string }[] {
  const text = readFileSync(path.join(ROOT, file), "utf8");
  const statements =
    /(?:import\s+\{([^}]*)\}\s+from\s+|\{([^}]*)\}\s*=\s*await\s+import\(\s*)"(#lib\/(?:services|queries)\/[^"]+)"/g;
  return [...text.matchAll(statements)].flatMap(([, fixed, late, module]) =>
    (fixed ?? late ?? "")
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "" && !name.startsWith("type ") && !WITHOUT_CALLER.has(name))
      .map((name) => ({ from: file, target: `${module}:${name.split(/\s+as\s+|:/)[0]}` })),
  );
}

function filesOf(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => path.posix.join(folder, file));
}
