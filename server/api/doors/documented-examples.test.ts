import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "#lib/store/client.ts";
import { type Gateway, startGateway } from "#test/gateway.ts";
import { CAPITAL } from "#test/loopback-answers.ts";

const run = promisify(execFile);
const ROOT = path.resolve(import.meta.dirname, "../../..");
const PAGE = readFileSync(path.join(ROOT, "docs/clients.md"), "utf8");

/** The page's examples as they are printed, but for the address and the configuration. */
const examples = (language: string) =>
  [...PAGE.matchAll(/```(\w+)\n([^`]+)```/g)].filter(([, named]) => named === language).map(([, , code = ""]) => code);

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

async function output(program: string, args: (code: string) => string[], code: string): Promise<string> {
  const here = code.replaceAll("http://127.0.0.1:3000", gateway.server.url).replaceAll("/researcher", "/loop");
  const { stdout } = await run(program, args(here), { cwd: ROOT, env: { ...process.env, KEY: gateway.token } });
  return stdout;
}

it("runs as it is printed, with both SDKs", async () => {
  expect(examples("js")).toHaveLength(2);
  for (const code of examples("js")) {
    const args = (here: string) => ["--input-type=module", "--eval", here];
    expect(await output(process.execPath, args, code)).toContain(CAPITAL);
  }
});

it("runs as it is printed, with curl", async () => {
  const [ask = "", judge = ""] = examples("sh").filter((shell) => shell.startsWith("curl"));
  const answer = await output("sh", (here) => ["-c", here], ask);
  expect(JSON.parse(answer).choices[0].message.content).toBe(CAPITAL);
  const { id } = await db().decision.findFirstOrThrow({ orderBy: { id: "desc" } });
  const judged = await output("sh", (here) => ["-c", here], judge.replace("$DECISION", id));
  expect(JSON.parse(judged)).toMatchObject({ decision_id: id, repeated: false });
});
