import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import net, { type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { describePortHolder } from "./port-holder.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
let holder: net.Server;
let port: number;

beforeEach(async () => {
  holder = net.createServer();
  await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
  port = (holder.address() as AddressInfo).port;
});

afterEach(() => {
  holder.close();
});

test("names the process that listens and its command", () => {
  expect(describePortHolder(port)).toMatch(new RegExp(`^process ${process.pid} \\(.*vitest.*\\)$`));
});

test("a start on a taken port names the holder, touches nothing and fails", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "signalbox-port-"));
  const dataDir = path.join(folder, "data");
  const { DATABASE_URL: _, ...rest } = process.env;
  const run = spawnSync(process.execPath, [path.join(ROOT, "server/boot/start.ts")], {
    encoding: "utf8",
    env: { ...rest, PORT: String(port), SIGNALBOX_DATA_DIR: dataDir },
  });
  expect(run.status).toBe(1);
  expect(run.stderr).toContain(`Port ${port} is taken by process ${process.pid}`);
  expect(existsSync(dataDir)).toBe(false);
  rmSync(folder, { recursive: true });
});
