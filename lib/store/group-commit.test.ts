import { expect, it } from "vitest";
import { GroupCommit } from "./group-commit.ts";
import { inSession } from "./session.ts";

/** Stores names in one statement, as the writers of decisions and outcomes do. */
function nameWriter() {
  const sizes: number[] = [];
  const writer = new GroupCommit<string, string>((names) =>
    inSession(async (client) => {
      sizes.push(names.length);
      await client.query("create temporary table if not exists names (name text primary key)");
      const { rows } = await client.query<{ name: string }>(
        "insert into names select unnest($1::text[]) returning name",
        [names],
      );
      return rows.map((row) => row.name);
    }),
  );
  return { writer, sizes };
}

it("commits together what arrives together", async () => {
  const { writer, sizes } = nameWriter();
  expect(await Promise.all(["a", "b", "c"].map((name) => writer.add(name)))).toEqual(["a", "b", "c"]);
  expect(sizes).toEqual([3]);
});

it("waits for enough to come where it is told to, and not for ever", async () => {
  let enough = 3;
  const sizes: number[] = [];
  const write = async (names: string[]) => {
    sizes.push(names.length);
    return names;
  };
  const patient = { enough: () => enough, longestMs: 60_000 };
  const writer = new GroupCommit<string, string>(write, { gathering: patient });
  const early = [writer.add("a"), writer.add("b")];
  await new Promise((turn) => setImmediate(() => setImmediate(turn)));
  expect(sizes).toEqual([]);
  expect(await Promise.all([...early, writer.add("c")])).toEqual(["a", "b", "c"]);
  enough = 1;
  expect(await writer.add("d")).toBe("d");
  expect(sizes).toEqual([3, 1]);
  const brief = new GroupCommit<string, string>(write, { gathering: { enough: () => 2, longestMs: 1 } });
  expect(await brief.add("e")).toBe("e");
});

it("fails only the item the database refuses, not those that travelled with it", async () => {
  const { writer } = nameWriter();
  const names = ["d", "e", "f\0", "g", "h"];
  const settled = await Promise.allSettled(names.map((name) => writer.add(name)));
  expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled", "fulfilled"]);
});

it("commits again what gave way to another transaction in a deadlock", async () => {
  const deadlock = Object.assign(new Error("deadlock detected"), { code: "40P01" });
  let tries = 0;
  const writer = new GroupCommit<string, string>(async (names) => {
    tries += 1;
    if (tries < 3) throw deadlock;
    return names;
  });
  expect(await writer.add("k")).toBe("k");
  expect(tries).toBe(3);
});

it("does not commit what has waited so long that its caller was told to ask again", async () => {
  const committed: string[] = [];
  const { promise: stuck, resolve: unstick } = Promise.withResolvers<void>();
  const write = async (names: string[]) => {
    committed.push(...names);
    await stuck;
    return names;
  };
  const writer = new GroupCommit<string, string>(write, { maxBatch: 1, maxWaitMs: 50 });
  const first = writer.add("first");
  await expect.poll(() => committed.length).toBe(1);
  const second = writer.add("second");
  setTimeout(unstick, 100);
  expect(await first).toBe("first");
  await expect(second).rejects.toMatchObject({ code: "unavailable", retryAfterSeconds: 2 });
  expect(committed).toEqual(["first"]);
});

it("does not try again what may have been committed before the connection broke", async () => {
  let tries = 0;
  const writer = new GroupCommit<string, string>(() => {
    tries += 1;
    return inSession(async (client) => {
      await client.query("select pg_terminate_backend(pg_backend_pid())");
      return [];
    });
  });
  const settled = await Promise.allSettled(["i", "j"].map((name) => writer.add(name)));
  expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(tries).toBe(1);
});
