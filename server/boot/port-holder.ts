import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

const LISTENING = "0A";

/** Who listens on a TCP port: `process 4711 (node server/boot/start.ts)`, or less where the system hides it. */
export function describePortHolder(port: number): string {
  const pid = process.platform === "linux" ? holderFromProc(port) : holderFromLsof(port);
  if (pid === null) return "a process of another user";
  return `process ${pid} (${commandOf(pid)})`;
}

function holderFromProc(port: number): number | null {
  const sockets = new Set(
    ["tcp", "tcp6"].flatMap((table) => listeningInodes(table, port)).map((id) => `socket:[${id}]`),
  );
  if (sockets.size === 0) return null;
  for (const entry of readdirSync("/proc")) {
    if (/^\d+$/.test(entry) && holdsOne(Number(entry), sockets)) return Number(entry);
  }
  return null;
}

/** Lines are `sl local_address rem_address st ... inode`, numbers in hexadecimal. */
function listeningInodes(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  return read(`/proc/net/${table}`)
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === LISTENING && fields[1]?.endsWith(`:${wanted}`))
    .flatMap((fields) => fields[9] ?? []);
}

function holdsOne(pid: number, sockets: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => sockets.has(linkTarget(`/proc/${pid}/fd/${fd}`)));
  } catch {
    return false;
  }
}

function linkTarget(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return "";
  }
}

function holderFromLsof(port: number): number | null {
  const pid = Number.parseInt(run("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-t"]), 10);
  return Number.isNaN(pid) ? null : pid;
}

function commandOf(pid: number): string {
  const words = process.platform === "linux" ? read(`/proc/${pid}/cmdline`).replaceAll("\0", " ") : "";
  return (words || run("ps", ["-o", "command=", "-p", String(pid)])).trim() || "unknown command";
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function run(program: string, words: string[]): string {
  try {
    return execFileSync(program, words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return "";
  }
}
