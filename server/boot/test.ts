import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { messageOf } from "#lib/core/errors.ts";
import { buildPages } from "./build-pages.ts";
import type { TestResults } from "./failures-reporter.ts";
import { findChromium } from "./find-chromium.ts";
import { ensureClient } from "./generate-client.ts";
import { linkCommand } from "./link-command.ts";
import { formatDuration } from "./steps.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const results = mkdtempSync(path.join(os.tmpdir(), "signalbox-results-"));

const PASSED: TestResults = { passed: 1, failures: [] };

interface Part {
  name: string;
  run: () => Promise<TestResults>;
}

/** Lint and build count as one check each; the runners count their own. */
const lint: Part = { name: "Lint", run: runLint };
const unit: Part = { name: "Unit and database tests", run: runVitest };
const build: Part = { name: "Build", run: runBuild };
const journeys: Part = { name: "Journeys", run: runJourneys };

/** One stage after the other. The build takes the processors while the tests beside it wait for something else. */
const STAGES: readonly (readonly Part[])[] = [[lint], [unit, build], [journeys]];

async function runLint(): Promise<TestResults> {
  return (await program("npm", ["run", "--silent", "lint"])) === 0 ? PASSED : failed("npm run lint has complaints.");
}

async function runBuild(): Promise<TestResults> {
  await buildPages(ROOT, new AbortController().signal, { yields: true });
  return PASSED;
}

async function runVitest(): Promise<TestResults> {
  const file = path.join(results, "vitest.json");
  const reporters = ["--reporter=default", "--reporter=./server/boot/failures-reporter.ts"];
  const code = await program("vitest", ["run", ...reporters], { TEST_RESULTS_FILE: file });
  const { passed, failures }: TestResults = readJson(file);
  return { passed, failures: failures.length > 0 ? failures : unlessWell(code, "vitest") };
}

async function runJourneys(): Promise<TestResults> {
  await findChromium();
  const file = path.join(results, "journeys.json");
  const code = await program("playwright", ["test", "--reporter=list,json"], { PLAYWRIGHT_JSON_OUTPUT_FILE: file });
  const { expected, flaky, unexpected, skipped } = readJson(file).stats;
  // Journeys are skipped only because one they depend on failed. Their names are the list's last lines.
  const failures = Array.from({ length: unexpected + skipped }, () => "A journey; see the list above.");
  return { passed: expected + flaky, failures: failures.length > 0 ? failures : unlessWell(code, "playwright") };
}

function unlessWell(code: number, name: string): string[] {
  return code === 0 ? [] : [`${name} ended with ${code}; see what it says above.`];
}

function failed(why: string): TestResults {
  return { passed: 0, failures: [why] };
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

async function runPart(part: Part): Promise<TestResults> {
  const startedMs = performance.now();
  console.log(`\n── ${part.name}`);
  const { passed, failures } = await part.run().catch((error: unknown) => failed(messageOf(error)));
  const took = formatDuration(performance.now() - startedMs);
  console.log(`── ${part.name}: ${passed} passed, ${failures.length} failed, ${took}`);
  return { passed, failures: failures.map((failure) => `${part.name}: ${failure}`) };
}

// Hundreds of processes and threads load the same sources in a run: the first to do so compiles them for all.
process.env.NODE_COMPILE_CACHE ??= path.join(results, "compiled");
ensureClient();
linkCommand();
const all: TestResults[] = [];
for (const stage of STAGES) all.push(...(await Promise.all(stage.map(runPart))));
// A process that is still ending may be writing what it has compiled.
rmSync(results, { recursive: true, force: true, maxRetries: 10 });

const passed = all.reduce((sum, part) => sum + part.passed, 0);
const failures = all.flatMap((part) => part.failures);
// Of a long log often the end alone is kept.
for (const failure of failures) console.log(`✗ ${failure}`);
console.log(`\n${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
