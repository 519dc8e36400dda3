import { beforeAll, describe, expect, it } from "vitest";
import { interactionAnswerSchema, MOST_INTERACTIONS } from "#lib/contracts/interaction.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { createAgentKey } from "#lib/services/keys/create-agent-key.ts";
import { savePromptPolicy } from "#lib/services/prompts/save-prompt-policy.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { db } from "#lib/store/client.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { startMachineServer } from "#test/machine-server.ts";
import { recordInteractions } from "./record-interactions.ts";

const FLEET = "team";
const ctx = keyContext(FLEET);
const record = (batch: unknown, as = ctx) => recordInteractions({ ctx: as, input: { fleetName: FLEET, batch } });
const turn = (id: string, more: object = {}) => ({ id, run_id: "run", from: "ada", to: "bob", ...more });
const stored = (id: string) => db().interaction.findUnique({ where: { fleetName_id: { fleetName: FLEET, id } } });
const texts = () => db().interactionText.findMany({ where: { fleetName: FLEET }, select: { text: true } });

beforeAll(async () => {
  await startedRuntime();
  await makeFleet(systemContext(), FLEET, { ada: {}, bob: {} });
  await loadRuntime();
});

describe("a batch", () => {
  it("is judged row by row: what can be kept is kept, what cannot is refused with its reason", async () => {
    const answer = await record({
      interactions: [
        turn("a", { step: 1, chars: 12, success: true }),
        turn("b", { from: "somebody elsewhere", kind: "message" }),
        turn("a", { step: 2 }),
        { id: "c", run_id: "run", to: "bob" },
        turn("d", { at: "2099-01-01T00:00:00Z" }),
        turn("e", { run_id: null }),
        turn("f", { parent_decision_id: "dec_none" }),
        turn("g", { from: "a\u0000b" }),
        7,
      ],
    });
    expect(answer).toMatchObject({ accepted: 2, duplicates: 1, refused: 6 });
    expect(answer.interactions.map(({ id, verdict }) => [id, verdict])).toEqual([
      ["a", "accepted"],
      ["b", "accepted"],
      ["a", "duplicate"],
      ["c", "refused"],
      ["d", "refused"],
      ["e", "refused"],
      ["f", "refused"],
      ["g", "refused"],
      [null, "refused"],
    ]);
    expect(answer.interactions.map(({ reason }) => reason?.split(":")[0] ?? null)).toEqual([
      null,
      null,
      null,
      "from",
      "at",
      "run_id",
      "parent_decision_id",
      "from",
      "Invalid input",
    ]);
    expect(await stored("a")).toMatchObject({ fromAgent: "ada", step: 1, chars: 12, success: true, source: "api" });
    expect(await stored("b")).toMatchObject({ fromAgent: "somebody elsewhere", chars: null, success: null });
  });

  it("is the same again: every row a duplicate, and the first stays", async () => {
    await record({ interactions: [turn("again", { chars: 1 })] });
    expect(await record({ interactions: [turn("again", { chars: 2 })] })).toMatchObject({ accepted: 0, duplicates: 1 });
    expect((await stored("again"))?.chars).toBe(1);
  });

  it("of the full size is taken, a larger one refused whole", async () => {
    const rows = Array.from({ length: MOST_INTERACTIONS }, (_, i) => turn(`many-${i}`));
    expect(await record({ interactions: rows })).toMatchObject({ accepted: MOST_INTERACTIONS });
    await expect(record({ interactions: [...rows, turn("more")] })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("sent several times at once, in whatever order, is kept once, and nobody is turned away", async () => {
    const interactions = Array.from({ length: MOST_INTERACTIONS / 2 }, (_, i) => turn(`race-${i}`));
    const runs = interactions.map(({ id }) => ({ id, succeeded: true }));
    const one = { interactions, runs };
    const other = { interactions: interactions.toReversed(), runs: runs.toReversed() };
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => (i % 2 ? one : other)).map((batch) => record(batch)),
    );
    const accepted = answers.map((answer) => answer.accepted).reduce((sum, n) => sum + n);
    expect(accepted).toBe(MOST_INTERACTIONS);
  });
});

it("keeps how a run ended, and what was known of it first", async () => {
  await record({ runs: [{ id: "run", task_type: "research" }] });
  expect(await record({ runs: [{ id: "run", succeeded: true }] })).toMatchObject({ accepted: 1 });
  expect(await record({ runs: [{ id: "run", succeeded: false }] })).toMatchObject({ accepted: 0, duplicates: 1 });
  const run = await db().interactionRun.findUnique({ where: { fleetName_id: { fleetName: FLEET, id: "run" } } });
  expect(run).toMatchObject({ taskType: "research", succeeded: true, faultAgent: null });
  const fault = { id: "failed", succeeded: false, fault_agent: "bob", fault_step: 3 };
  await record({ runs: [fault, { id: "step alone", fault_step: 3 }] });
  const faults = await db().interactionRun.findMany({
    where: { id: { in: ["failed", "step alone"] } },
    orderBy: { id: "asc" },
  });
  expect(faults.map(({ faultAgent, faultStep }) => [faultAgent, faultStep])).toEqual([
    ["bob", 3],
    [null, null],
  ]);
});

it("belongs to the run of the first decision that it goes back to, unless it names another", async () => {
  const route = (parent_decision_id: string | null) =>
    routeTask({
      ctx,
      input: { fleetName: FLEET, request: { task: { type: "t", description: "d" }, parent_decision_id } },
    });
  const root = await route(null);
  const child = await route(root.decision_id);
  await record({ interactions: [turn("chained", { run_id: null, parent_decision_id: child.decision_id })] });
  expect((await stored("chained"))?.runId).toBe(root.decision_id);
});

it("takes from an agent's own key what that agent did, and nothing else", async () => {
  const answer = await record(
    { interactions: [turn("own-1"), turn("own-2", { from: "bob" })], runs: [{ id: "r" }] },
    keyContext(FLEET, "ada"),
  );
  expect(answer).toMatchObject({ accepted: 1, refused: 2 });
});

it("keeps what was said only where the fleet's prompts are stored, redacted, for as long as they are", async () => {
  await record({ interactions: [turn("said-1", { text: "ask ada@example.org" })] });
  expect(await texts()).toEqual([]);
  expect((await stored("said-1"))?.chars).toBe("ask ada@example.org".length);
  const actor = { kind: "user" as const, id: "u", name: "Ada", role: "admin" as const };
  const policy = { enabled: true, retentionDays: 3 };
  await savePromptPolicy({
    ctx: { ...ctx, actor },
    input: { fleetName: FLEET, policy, reason: "to look at hand-offs" },
  });
  await record({ interactions: [turn("said-2", { text: "ask ada@example.org" })] });
  expect(await texts()).toEqual([{ text: "ask [e-mail]" }]);
});

it("is an endpoint for keys, and the fleet is the key's", async () => {
  const { token } = await createAgentKey({
    ctx: systemContext(),
    input: { name: "bot", fleetName: FLEET, agentName: null },
  });
  const server = await startMachineServer();
  const post = (body: string) =>
    fetch(`${server.url}/api/v1/interactions`, { method: "POST", body, headers: { Authorization: `Bearer ${token}` } });
  const answered = await post(JSON.stringify({ interactions: [turn("http")] }));
  expect(answered.status).toBe(200);
  expect(interactionAnswerSchema.parse(await answered.json())).toMatchObject({ accepted: 1 });
  expect((await post("{")).status).toBe(400);
  expect((await post(JSON.stringify({ interaction: [] }))).status).toBe(400);
  expect((await post(" ".repeat(1_100_000))).status).toBe(413);
  await server.close();
});
