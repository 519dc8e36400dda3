import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";

const MODULE = path.join(import.meta.dirname, "shutdown.ts");
const PROGRAM = `
  const { listenForShutdown } = await import(${JSON.stringify(MODULE)});
  const shutdown = listenForShutdown();
  shutdown.add(() => console.log("database stopped"));
  shutdown.add(() => { throw new Error("jobs did not end"); });
  shutdown.add(() => new Promise((resolve) => setImmediate(() => { console.log("port drained"); resolve(); })));
  setInterval(() => undefined, 1000);
  console.log("running");
`;

interface Ended {
  code: number | null;
  printed: string;
}

/** @param more of the program, run before it says that it runs */
function run(whenRunning: (child: ChildProcess) => void, more = ""): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ["--input-type=module", "-e", PROGRAM.replace("setInterval", `${more}\n  setInterval`)],
      {
        stdio: ["ignore", "pipe", "ignore"],
      },
    );
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => {
      if (printed === "") whenRunning(child);
      printed += chunk.toString();
    });
    child.once("close", (code) => resolve({ code, printed }));
  });
}

test("undoes everything, the last first, even when one part fails, and exits with 0", async () => {
  const { code, printed } = await run((child) => child.kill("SIGTERM"));
  expect(code).toBe(0);
  expect(printed).toMatch(/running[\s\S]*port drained\ndatabase stopped/);
});

test("takes the two signals of one Ctrl-C under npm as one", async () => {
  const { code, printed } = await run((child) => {
    child.kill("SIGINT");
    child.kill("SIGINT");
  });
  expect(code).toBe(0);
  expect(printed).toContain("database stopped");
});

test("another signal ends it at once, whatever is still under way", async () => {
  let again: NodeJS.Timeout | undefined;
  const { code, printed } = await run((child) => {
    child.kill("SIGTERM");
    again = setInterval(() => child.kill("SIGTERM"), 100);
  }, "shutdown.add(() => new Promise(() => undefined));");
  clearInterval(again);
  expect(code).toBe(130);
  expect(printed).not.toContain("database stopped");
});
