import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { db } from "#lib/store/client.ts";
import { bumpRevision } from "#lib/store/revision.ts";
import { startRuntime, stopRuntime } from "./listener.ts";
import { registerRefresher } from "./refresh.ts";

const WAIT = { timeout: 15_000, interval: 20 };
const target = new URL(process.env.DATABASE_URL!);
const sockets = new Set<net.Socket>();
let refused = 0;
let open = true;

/** A road to PostgreSQL that can be closed. */
const road = net.createServer((socket) => {
  if (!open) {
    refused++;
    socket.destroy();
    return;
  }
  const onward = net.connect(Number(target.port), target.hostname);
  socket.pipe(onward).pipe(socket);
  for (const end of [socket, onward]) {
    sockets.add(end);
    end.on("error", () => undefined).on("close", () => sockets.delete(end));
  }
});

function close(): void {
  open = false;
  refused = 0;
  for (const socket of sockets) socket.destroy();
}

beforeAll(async () => {
  await once(road.listen(0, "127.0.0.1"), "listening");
  const through = new URL(target);
  through.hostname = "127.0.0.1";
  through.port = String((road.address() as AddressInfo).port);
  process.env.DATABASE_URL = through.href;
  await startRuntime();
});

afterAll(async () => {
  await stopRuntime();
  road.close();
});

async function listening(): Promise<number> {
  const [row] = await db().$queryRaw<{ n: number }[]>`
    select count(*)::int n from pg_stat_activity
    where datname = current_database() and query = 'listen signalbox'`;
  return row?.n ?? 0;
}

it("loads a changed configuration by the poll when the listening connection was killed", async () => {
  let refreshed = 0;
  registerRefresher("config", "probe", async () => void refreshed++);
  await db().$transaction(async (tx) => {
    await tx.$executeRaw`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query = 'listen signalbox'`;
    await bumpRevision(tx, "config");
  });
  await vi.waitFor(() => expect(refreshed).toBe(1), WAIT);
  await vi.waitFor(async () => expect(await listening()).toBe(1), WAIT);
});

it("listens on one connection again after the database was away through many attempts", async () => {
  expect(await listening()).toBe(1);
  close();
  await vi.waitFor(() => expect(refused).toBeGreaterThan(12), WAIT);
  open = true;
  await vi.waitFor(async () => expect(await listening()).toBe(1), WAIT);

  let refreshed = 0;
  registerRefresher("fleet", "probe", async () => void refreshed++);
  await bumpRevision(db(), "fleet");
  await vi.waitFor(() => expect(refreshed).toBe(1), WAIT);
  expect(await listening()).toBe(1);
});
