import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";

const PROCESS = path.resolve(import.meta.dirname, "machine-process.ts");

/** The product without pages, as a process of its own on the database of the test. */
export interface MachineProcess {
  url: string;
  /** As an operating system that runs out of memory does it. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export async function startMachineProcess(env: Record<string, string> = {}): Promise<MachineProcess> {
  const child = spawn(process.execPath, [PROCESS], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...env },
  });
  const exited = once(child, "exit");
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited;
  };
  return { url: await addressOf(child), kill: () => end("SIGKILL"), stop: () => end("SIGTERM") };
}

/** The log's lines stand on the same output. */
async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout) for await (const line of createInterface(stdout)) if (line.startsWith("http://")) return line;
  throw new Error("the product ended before it said where it is");
}
