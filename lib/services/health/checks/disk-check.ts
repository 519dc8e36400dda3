import { statfs } from "node:fs/promises";
import path from "node:path";
import type { ServiceContext } from "#lib/auth/context.ts";
import type { HealthState, Verdict } from "#lib/contracts/health-check.ts";
import { bytesOf, type FreeSpace } from "#lib/core/free-space.ts";
import { readEnv } from "#lib/env.ts";
import { type HealthCheck, overall, TWICE } from "../check-definition.ts";
import { bytesText } from "./bytes-text.ts";

/** The file system of the data folder: the embedded database's, and where keys and copies of models lie. */
export const diskCheck: HealthCheck = {
  id: "disk",
  damping: TWICE,
  forgetAfterMs: 0,
  run: checkDisk,
};

async function checkDisk(_ctx: ServiceContext): Promise<Verdict[]> {
  const env = readEnv();
  const folder = path.resolve(env.SIGNALBOX_DATA_DIR);
  const { bavail, blocks, bsize } = await statfs(folder);
  const [free, total] = [bavail * bsize, blocks * bsize];
  const share = total > 0 ? free / total : 1;
  const isBelow = (limit: FreeSpace) => total > 0 && free < bytesOf(limit, total);
  const state: HealthState = isBelow(env.HEALTH_DISK_FAILING_BELOW)
    ? "failing"
    : isBelow(env.HEALTH_DISK_DEGRADED_BELOW)
      ? "degraded"
      : "ok";
  const left = `${bytesText(free)} of ${bytesText(total)} (${(100 * share).toFixed(1)}%)`;
  const sentence =
    state === "ok"
      ? `The disk of the data folder has ${left} left.`
      : `The disk of the data folder is nearly full: ${left} left. An embedded database stops when it is full.`;
  const evidence = [
    { name: "folder", value: folder },
    { name: "free", value: left },
  ];
  return [overall("Data folder", { state, sentence, evidence })];
}
