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
    const { parent, own, ofEnded } = statOf(name);
    if (parent === postmaster) ticks += own;
    // A backend that has ended is counted by the one that started it.
    if (Number(name) === postmaster) ticks += own + ofEnded;
  }
  return ticks;
}

/** The parent, ticks in user and system mode, and those of children that have ended (fields 4 and 14 to 17 of proc(5)). */
function statOf(pid: string): { parent: number; own: number; ofEnded: number } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name, in brackets, may contain anything.
    const fields = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [1, 11, 12, 13, 14].map(
      (i) => fields[i],
    );
    return { parent, own: user + system, ofEnded: endedUser + endedSystem };
  } catch {
    return { parent: 0, own: 0, ofEnded: 0 };
  }
}
