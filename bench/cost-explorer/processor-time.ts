import { readdirSync, readFileSync } from "node:fs";

/** A tick of the kernel's accounts on Linux. */
const TICK_MS = 10;

/**
 * Processor time of this process and of a PostgreSQL with all its backends, in milliseconds; what other work on the
 * machine takes does not count. Linux alone; elsewhere this process's own.
 */
export function processorTimeMs(postmaster: number): number {
  const own = process.cpuUsage();
  return (own.user + own.system) / 1000 + TICK_MS * ticksOf(postmaster);
}

function ticksOf(postmaster: number): number {
  let ticks = 0;
  for (const name of process.platform === "linux" ? readdirSync("/proc") : []) {
    if (!/^\d+$/.test(name)) continue;
    const [parent, used] = statOf(name);
    if (parent === postmaster) ticks += used;
  }
  return ticks;
}

/** @returns the parent, and the ticks used in user and system mode (fields 4, 14 and 15 of proc(5)) */
function statOf(pid: string): [parent: number, ticks: number] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name, in brackets, may contain anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return [Number(fields[1]), Number(fields[11]) + Number(fields[12])];
  } catch {
    return [0, 0];
  }
}
