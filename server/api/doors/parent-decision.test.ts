import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readRun } from "#lib/queries/run.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { putAgent } from "#lib/services/fleet/put-agent.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { db } from "#lib/store/client.ts";
import { keyContext, makeFleet, systemContext } from "#test/fleet.ts";
import { type Gateway, startGateway } from "#test/gateway.ts";

const MAX = { max_tokens: 1000 };
const ask = (content: string) => [{ role: "user" as const, content }];
const after = (decision: string) => ({ headers: { "X-Signalbox-Parent-Decision": decision } });

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
  const ctx = systemContext();
  const writer = { role: "synthesizer", configuration: "anthropic/loop", concurrency_limit: 1000 };
  await putAgent({ ctx, input: { fleetName: "live", name: "writer_001", ...writer } });
  await loadRuntime();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.close());

/** What the answer's headers name as its decision. */
async function openai(model: string, parent?: string, stream = false): Promise<string> {
  const body = { model, messages: ask("Go on."), ...MAX, stream };
  const response = await gateway.openai.chat.completions.create(body, parent ? after(parent) : {}).asResponse();
  await response.text();
  return response.headers.get("x-signalbox-decision") ?? "";
}

async function anthropic(model: string, parent?: string, stream = false): Promise<string> {
  const body = { model, messages: ask("Go on."), ...MAX, stream };
  const response = await gateway.anthropic.messages.create(body, parent ? after(parent) : {}).asResponse();
  await response.text();
  return response.headers.get("x-signalbox-decision") ?? "";
}

const parentOf = async (id: string) => (await db().decision.findUniqueOrThrow({ where: { id } })).parentDecisionId;

async function handOffsOf(runId: string) {
  const { turns } = await readRun({ ctx: systemContext(), input: { fleet: "live", id: runId } });
  return turns.filter(({ kind }) => kind === "handoff").map(({ from, to }) => ({ from, to }));
}

describe.each([false, true])("a chat that names the decision it follows (streamed: %s)", (stream) => {
  it("is a hand-off between agents that speak nothing but chat, across formats and over several", async () => {
    const first = await openai("agent/critic_001", undefined, stream);
    const second = await anthropic("agent/writer_001", first, stream);
    await openai("agent/critic_001", second, stream);
    expect(await handOffsOf(first)).toEqual([
      { from: "critic_001", to: "writer_001" },
      { from: "writer_001", to: "critic_001" },
    ]);
  });

  it("of a configuration by name keeps the chain together", async () => {
    const first = await openai("agent/critic_001", undefined, stream);
    const named = await openai("openai/loop", first, stream);
    expect([await parentOf(first), await parentOf(named)]).toEqual([null, first]);
    expect(await parentOf(await anthropic("agent/writer_001", named, stream))).toBe(named);
  });

  it("is refused, and nothing is called, where the fleet has no such decision", async () => {
    await makeFleet(systemContext(), `others-${stream}`, { loner: {} });
    await loadRuntime();
    const task = { type: "t", description: "d" };
    const others = await routeTask({
      ctx: keyContext(`others-${stream}`),
      input: { fleetName: `others-${stream}`, request: { task } },
    });
    for (const parent of ["dec_none", others.decision_id]) {
      for (const model of ["openai/loop", "agent/critic_001"]) {
        await expect(openai(model, parent, stream)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
        await expect(anthropic(model, parent, stream)).rejects.toBeInstanceOf(Anthropic.NotFoundError);
      }
    }
    await expect(openai("auto", "d".repeat(65), stream)).rejects.toBeInstanceOf(OpenAI.BadRequestError);
    expect(gateway.provider.received).toEqual([]);
  });
});
