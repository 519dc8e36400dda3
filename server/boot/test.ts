import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { messageOf } from "#lib/core/errors.ts";
import { buildPages } from "./build-pages.ts";
import { findChromium } from "./find-chromium.ts";
import { ensureClient } from "./generate-client.ts";
import { linkCommand } from "./link-command.ts";
import { formatDuration } from "./steps.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const results = mkdtempSync(path.join(os.tmpdir(), "signalbox-results-"));

interface Count {
  passed: number;
  failed: number;
}

const PASSED: Count = { passed: 1, failed: 0 };
const FAILED: Count = { passed: 0, failed: 1 };

interface Part {
  name: string;
  run: () => Promise<Count>;
}

/** Lint and build count as one check each; the runners count their own. */
const lint: Part = { name: "Lint", run: runLint };
const unit: Part = { name: "Unit and database tests", run: runVitest };
const build: Part = { name: "Build", run: runBuild };
const journeys: Part = { name: "Journeys", run: runJourneys };

/** One stage after the other. The build takes the processors while the tests beside it wait for something else. */
const STAGES: readonly (readonly Part[])[] = [[lint], [unit, build], [journeys]];

async function runLint(): Promise<Count> {
  return (await program("npm", ["run", "--silent", "lint"])) === 0 ? PASSED : FAILED;
}

async function runBuild(): Promise<Count> {
  await buildPages(ROOT, new AbortController().signal, { yields: true });
  return PASSED;
}

async function runVitest(): Promise<Count> {
  const file = path.join(results, "vitest.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await program("vitest", ["run", ...reporters]);
  const { numPassedTests, numFailedTests, numFailedTestSuites } = readJson(file);
  // A file that cannot be loaded has failed without a single failed test.
  const failed = numFailedTests || (code === 0 ? 0 : Math.max(1, numFailedTestSuites));
  return { passed: numPassedTests, failed };
}

async function runJourneys(): Promise<Count> {
  await findChromium();
  const file = path.join(results, "journeys.json");
  const code = await program("playwright", ["test", "--reporter=list,json"], { PLAYWRIGHT_JSON_OUTPUT_FILE: file });
  const { expected, flaky, unexpected, skipped } = readJson(file).stats;
  // Journeys are skipped only because one they depend on failed.
  return { passed: expected + flaky, failed: unexpected + skipped || (code === 0 ? 0 : 1) };
}

function program(name: string, words: string[], extra: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(name, words, {
      cwd: ROOT,
      env: {
        ...process.env,
        PATH: `${path.join(ROOT, "node_modules/.bin")}${path.delimiter}${process.env.PATH}`,
        ...extra,
      },
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}

// The shape is the runner's; a wrong one shows as a failed part.
function readJson(file: string) {
  return JSON.parse(readFileSync(file, "utf8"));
}

async function runPart(part: Part): Promise<Count> {
  const startedMs = performance.now();
  console.log(`\n── ${part.name}`);
  const count = await part.run().catch((error: unknown) => {
    console.error(messageOf(error));
    return FAILED;
  });
  const took = formatDuration(performance.now() - startedMs);
  console.log(`── ${part.name}: ${count.passed} passed, ${count.failed} failed, ${took}`);
  return count;
}

// Hundreds of processes and threads load the same sources in a run: the first to do so compiles them for all.
process.env.NODE_COMPILE_CACHE ??= path.join(results, "compiled");
ensureClient();
linkCommand();
const total: Count = { passed: 0, failed: 0 };
for (const stage of STAGES) {
  for (const count of await Promise.all(stage.map(runPart))) {
    total.passed += count.passed;
    total.failed += count.failed;
  }
}
// A process that is still ending may be writing what it has compiled.
rmSync(results, { recursive: true, force: true, maxRetries: 10 });
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
