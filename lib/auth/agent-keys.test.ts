import { beforeAll, describe, expect, it, vi } from "vitest";
import { manualClock } from "#lib/core/clock.ts";
import { refreshTopic } from "#lib/runtime/refresh.ts";
import { createAgentKey } from "#lib/services/keys/create-agent-key.ts";
import { revokeAgentKey } from "#lib/services/keys/revoke-agent-key.ts";
import { db } from "#lib/store/client.ts";
import { authenticateKey } from "./agent-keys.ts";
import type { ServiceContext } from "./context.ts";

const clock = manualClock(Date.now());
const ctx: ServiceContext = { actor: { kind: "system", id: "test", name: "Test" }, requestId: "req_test", clock };

beforeAll(async () => {
  await db().fleet.create({ data: { name: "live", kind: "live", createdAt: new Date() } });
});

const newKey = (agentName: string | null = null) =>
  createAgentKey({ ctx, input: { name: "platform", fleetName: "live", agentName } });

describe("an agent key", () => {
  it("says which key, fleet and agent a request acts for", async () => {
    const { key, token } = await newKey("researcher_001");
    expect(token).toMatch(/^sbx_[0-9a-z]{26}_[A-Za-z0-9_-]{43}$/);
    expect(await authenticateKey(token, clock)).toEqual({
      kind: "key",
      id: key.id,
      name: "platform",
      fleetName: "live",
      agentName: "researcher_001",
    });
  });

  it("is not in the database in plain", async () => {
    const { token } = await newKey();
    const secret = token.split("_").slice(2).join("_");
    const dump = JSON.stringify([await db().agentKey.findMany(), await db().auditEntry.findMany()], (_key, value) =>
      typeof value === "bigint" ? String(value) : value instanceof Uint8Array ? Buffer.from(value).toString() : value,
    );
    expect(dump).not.toContain(secret);
  });

  it.each([
    ["nothing", () => ""],
    ["another form", () => "Bearer x"],
    ["an unknown id", (token: string) => token.replace(/^sbx_.{4}/, "sbx_0000")],
    ["a wrong secret", (token: string) => token.slice(0, -1) + (token.endsWith("A") ? "B" : "A")],
    ["more than the token", (token: string) => `${token}A`],
  ])("is refused with %s, with the same words", async (_case, change) => {
    const { token } = await newKey();
    await expect(authenticateKey(change(token), clock)).rejects.toMatchObject({
      code: "unauthenticated",
      message: "This agent key is not known, or it was revoked.",
    });
  });

  it("does not ask the database again while it is fresh", async () => {
    const { key, token } = await newKey();
    await authenticateKey(token, clock);
    await db().agentKey.update({ where: { id: key.id }, data: { name: "renamed" } });
    expect((await authenticateKey(token, clock)).name).toBe("platform");
    clock.advance(4_000);
    expect((await authenticateKey(token, clock)).name).toBe("renamed");
  });

  it("is refused within 5 s of its revocation even when the notification is lost", async () => {
    const { key, token } = await newKey();
    await authenticateKey(token, clock);
    await revokeAgentKey({ ctx, input: { id: key.id } });
    clock.advance(4_999);
    await expect(authenticateKey(token, clock)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("is refused at once when the notification arrives", async () => {
    const { key, token } = await newKey();
    await authenticateKey(token, clock);
    await revokeAgentKey({ ctx, input: { id: key.id } });
    await refreshTopic("key");
    await expect(authenticateKey(token, clock)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("can be revoked once", async () => {
    const { key } = await newKey();
    const results = await Promise.allSettled([1, 2, 3].map(() => revokeAgentKey({ ctx, input: { id: key.id } })));
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  });

  it("remembers when it was last used", async () => {
    const { key, token } = await newKey();
    await authenticateKey(token, clock);
    await vi.waitFor(async () => {
      const row = await db().agentKey.findUnique({ where: { id: key.id } });
      expect(row?.lastUsedAt?.getTime()).toBe(clock.nowMs());
    });
  });

  it("is made for fleets that exist", async () => {
    const input = { name: "x", fleetName: "elsewhere" };
    await expect(createAgentKey({ ctx, input })).rejects.toThrow('There is no fleet "elsewhere". There are: live.');
  });
});
