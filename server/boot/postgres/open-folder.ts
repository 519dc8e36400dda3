import { mkdirSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/**
 * A folder of root's that every account may enter: where programs and data go when the checkout lies
 * under a folder that only its owner can enter.
 */
export function openFolder(): string {
  const folders = ["/var/lib/signalbox", path.join(os.tmpdir(), "signalbox-root")];
  const usable = folders.find(isUsable);
  if (!usable) throw new Error(`Neither ${folders.join(" nor ")} can be used for PostgreSQL: set DATABASE_URL`);
  return usable;
}

function isUsable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    const { uid, mode } = statSync(folder);
    // Anybody may have made the name in /tmp first; programs of theirs must not be run.
    return uid === 0 && (mode & 0o022) === 0 && (mode & 0o005) === 0o005;
  } catch {
    return false;
  }
}
