import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";

/** A postmaster as its data folder tells of it. */
export interface Postmaster {
  pid: number;
  port: number;
}

/** The postmaster that runs on this data folder, or null. A lock file whose process is gone or is something else is stale. */
export function runningPostmaster(data: string): Postmaster | null {
  const file = path.join(data, "postmaster.pid");
  const lines = readLines(file);
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isRunning(pid)) return null;
  if (!isPostgres(pid)) {
    // After a reboot the number may belong to any process; PostgreSQL itself would then refuse to start.
    rmSync(file, { force: true });
    return null;
  }
  return { pid, port: Number(lines[3]) || 0 };
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch {
    return [];
  }
}

/** Whether the process is there and not merely waiting for its parent to notice its end. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return !/^\d+ \(.*\) [ZX]/s.test(procFile(pid, "stat"));
}

function isPostgres(pid: number): boolean {
  const command = process.platform === "linux" ? procFile(pid, "comm") : commandFromPs(pid);
  return command === "" || command.includes("postgres");
}

function procFile(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
}

function commandFromPs(pid: number): string {
  try {
    return execFileSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}
