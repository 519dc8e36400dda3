import { beforeAll, expect, it } from "vitest";
import type { ServiceContext } from "#lib/auth/context.ts";
import { readDecision } from "#lib/queries/decisions.ts";
import { refreshModels } from "#lib/runtime/models.ts";
import { moveAlias } from "#lib/services/models/move-alias.ts";
import { trainVersion } from "#lib/services/training/train-version.ts";
import { db, pool } from "#lib/store/client.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { routeTask } from "./route-task.ts";

const ctx = systemContext();
const admin: ServiceContext = { ...ctx, actor: { kind: "user", id: "admin", name: "Ada", role: "admin" } };
const KIND = "capability_matcher";

beforeAll(() => startedRuntime());

/** Two agents of one skill each; what tasks of each skill say has no word in common with its name. */
async function taughtFleet(name: string): Promise<void> {
  await makeFleet(ctx, name, {
    clerk: { capabilities: [{ name: "invoice_disputes", level: 1 }], concurrency_limit: 50 },
    writer: { capabilities: [{ name: "limericks", level: 1 }], concurrency_limit: 50 },
  });
  for (const i of [1, 2, 3, 4, 5, 6]) {
    await route(name, `we were charged ${i} times for one order`, "invoice_disputes");
    await route(name, `something funny about ${i} frogs in a pond`, "limericks");
  }
}

function route(fleetName: string, description: string, ...required_capabilities: string[]) {
  const request = { task: { type: "desk", description, required_capabilities } };
  return routeTask({ ctx: keyContext(fleetName), input: { fleetName, request } });
}

/** A dozen examples are too few for the gates; an admin may say so and go on. */
async function trainAndPromote(name: string) {
  const made = await trainVersion({ ctx, input: { fleetName: name, kind: KIND } });
  const move = { name, kind: KIND, version: made.version, expectedVersion: null, reason: "for a test", override: true };
  await moveAlias({ ctx: admin, input: move });
  await refreshModels();
  return made;
}

async function provenanceOf(id: string) {
  return (await readDecision({ ctx, input: { id } })).provenance;
}

it("routes by what a matcher in production reads from the text, and names the matcher", async () => {
  await taughtFleet("taught");
  const before = await route("taught", "charged twice, please look into it");
  expect((await provenanceOf(before.decision_id)).matcher).toBeNull();

  const made = await trainAndPromote("taught");
  const charged = await route("taught", "charged twice, please look into it");
  expect(charged.agent).toBe("clerk");
  expect((await route("taught", "a funny verse about frogs")).agent).toBe("writer");
  const { matcher } = await provenanceOf(charged.decision_id);
  expect(matcher).toMatchObject({ name: "taught", version: made.version, sha256: made.artifactSha256 });
  expect(matcher?.read[0]?.name).toBe("invoice_disputes");
  expect(matcher?.read[0]?.probability).toBeGreaterThan(0.5);

  const named = await route("taught", "charged twice", "limericks");
  expect((await provenanceOf(named.decision_id)).matcher).toBeNull();
});

it("keeps the matcher that serves when another one's artifact is broken, and says so", async () => {
  await taughtFleet("broken");
  await trainAndPromote("broken");
  await pool().query(
    `insert into model_artifact select repeat('0', 64), 'x'::bytea, 1, now();
     insert into model_version select name, kind, 2, repeat('0', 64), metadata, metrics, note, author_name, created_at
       from model_version where name = 'broken' and version = 1;
     update model_alias set version = 2 where name = 'broken' and alias = 'production'`,
  );
  await refreshModels();
  const answer = await route("broken", "charged twice, please look into it");
  expect((await provenanceOf(answer.decision_id)).matcher?.version).toBe(1);
  const problems = await db().healthProblem.findMany({ where: { entityId: `broken/${KIND}`, resolvedAt: null } });
  expect(problems.map(({ message }) => message).join()).toMatch("v1 keeps serving");
});
