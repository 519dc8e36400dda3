import { expect, it } from "vitest";
import { pool } from "./client.ts";
import { inSession } from "./session.ts";

it("reports a connection that breaks between two statements, and goes on with another", async () => {
  const interrupted = inSession(async (client) => {
    const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() pid");
    // Not `once` of node:events, which would listen for errors too.
    const ended = new Promise<void>((resolve) => client.on("end", () => resolve()));
    await pool().query("select pg_terminate_backend($1)", [rows[0]?.pid]);
    // Nobody waits for an answer on the connection now: its end is an event, which must not end the process.
    await ended;
    return client.query("select 1");
  });
  await expect(interrupted).rejects.toThrow();
  expect(await inSession(async (client) => (await client.query("select 1 one")).rows)).toEqual([{ one: 1 }]);
});

it("gives up on a statement that gets no answer, and frees its connection", async () => {
  await expect(inSession((client) => client.query("select pg_sleep(60)"))).rejects.toThrow("timeout");
  expect(await inSession(async (client) => (await client.query("select 1 one")).rows)).toEqual([{ one: 1 }]);
});

it("takes the failure of a statement that it only hands over, also while others are under way", async () => {
  const failing = inSession(async (client, sendBeforeCommit) => {
    sendBeforeCommit(client.query("select 1 / 0"));
    // On another connection: the failure arrives while this one still waits.
    await pool().query("select pg_sleep(0.2)");
  });
  await expect(failing).rejects.toThrow("division by zero");
});
