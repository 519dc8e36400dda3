import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";

/** The system account PostgreSQL runs as; null means the account this process has already. */
export type Account = { uid: number; gid: number } | null;

/** What PostgreSQL's programs need of the environment: nothing of ours, and no secret of it. */
export const PLAIN_ENVIRONMENT = { NODE_ENV: "production", LC_ALL: "C", PATH: "/usr/bin:/bin" } as const;

/**
 * PostgreSQL refuses to run as root. As root it runs as whoever owns the data already, else as `postgres`,
 * else as `nobody`: accounts the machine has, since a start command must not create system users.
 */
export function accountFor(cluster: string): Account {
  if (process.getuid?.() !== 0) return null;
  const owner = statSync(path.join(cluster, "PG_VERSION"), { throwIfNoEntry: false });
  if (owner) return { uid: owner.uid, gid: owner.gid };
  return accountNamed("postgres") ?? accountNamed("nobody") ?? { uid: 65534, gid: 65534 };
}

function accountNamed(name: string): Account {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
}

/** Whether the account can enter the folder: asked of the kernel, because modes alone miss access lists. */
export function canEnter(folder: string, account: Account): boolean {
  if (!account) return true;
  try {
    execFileSync("/bin/sh", ["-c", 'cd "$0"', folder], { ...account, cwd: "/", stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
