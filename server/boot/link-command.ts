import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../..");
const COMMAND = path.join(ROOT, "server/cli/signalbox.ts");
const LINK = path.join(ROOT, "node_modules/.bin/signalbox");

/**
 * Lets `npx signalbox` find the command of this checkout. npm links the programs of dependencies only, and a
 * "bin" entry would make npx install the checkout into its cache first.
 */
export function linkCommand(): void {
  if (process.platform === "win32" || existsSync(LINK)) return;
  mkdirSync(path.dirname(LINK), { recursive: true });
  rmSync(LINK, { force: true });
  symlinkSync(path.relative(path.dirname(LINK), COMMAND), LINK);
  chmodSync(COMMAND, 0o755);
}
