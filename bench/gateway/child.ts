import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** A server that runs as a process of its own, so that it shares no event loop with what measures it. */
export interface ServerProcess {
  url: string;
  /** Resident memory now. */
  rssMb(): number;
  /** Processor time until now: unlike times on the wall, a busy machine does not change it much. */
  cpuMs(): number;
  stop(): Promise<void>;
}

/**
 * @param file a script that prints its address first
 * @param counted "with its helpers" also measures the processes that it starts
 */
export async function startServer(
  file: string,
  args: readonly string[] = [],
  counted: "alone" | "with its helpers" = "alone",
): Promise<ServerProcess> {
  const child: ChildProcess = spawn(process.execPath, [file, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  if (!child.stdout) throw new Error(`${file} has no output`);
  const [url] = await Promise.race([
    once(createInterface(child.stdout), "line"),
    once(child, "exit").then(() => Promise.reject(new Error(`${file} ended before it served`))),
  ]);
  const pid = child.pid ?? 0;
  const counts = () => (counted === "alone" ? [pid] : [pid, ...childrenOf(pid)]);
  const sumOver = (figure: (pid: number) => number) => counts().reduce((sum, one) => sum + figure(one), 0);
  return {
    url,
    rssMb: () => sumOver(rssMb),
    cpuMs: () => sumOver(cpuMs),
    async stop() {
      if (child.exitCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      await exited;
    },
  };
}

function rssMb(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(line?.[1]) / 1024;
}

/** The fields of a process behind its name: its parent is number 1, user and kernel time are 11 and 12. */
function statOf(pid: number | string): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** Linux counts in hundredths of a second. */
function cpuMs(pid: number | string): number {
  const fields = statOf(pid);
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function childrenOf(parent: number): number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    try {
      return Number(statOf(pid)[1]) === parent;
    } catch {
      // It ended meanwhile.
      return false;
    }
  });
}

/** Processor time of a process's children that run now, such as PostgreSQL's connections. */
export const childrenCpuMs = (parent: number): number => childrenOf(parent).reduce((sum, pid) => sum + cpuMs(pid), 0);
