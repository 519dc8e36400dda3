import { writeFileSync } from "node:fs";
import type { Reporter, SerializedError, TestModule } from "vitest/node";

/** What a run of tests came to. */
export interface TestResults {
  passed: number;
  /** One line each: what failed, or did not run, and why. */
  failures: string[];
}

/**
 * Writes a run's `TestResults` to the file that TEST_RESULTS_FILE names. A skipped test is a failure: it promises what
 * nobody looked at. So is an error that belongs to no test.
 */
export default class FailuresReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const results: TestResults = { passed: 0, failures: unhandled.map((error) => line("outside of any test", error)) };
    for (const module of modules) addModule(results, module);
    const file = process.env.TEST_RESULTS_FILE;
    if (file) writeFileSync(file, JSON.stringify(results));
  }
}

function addModule(results: TestResults, module: TestModule): void {
  const { relativeModuleId: name, children } = module;
  for (const error of module.errors()) results.failures.push(line(name, error));
  for (const suite of children.allSuites()) {
    for (const error of suite.errors()) results.failures.push(line(`${name} > ${suite.fullName}`, error));
  }
  for (const test of children.allTests()) {
    const { state, errors } = test.result();
    if (state === "passed") results.passed++;
    else results.failures.push(line(`${name} > ${test.fullName}`, errors?.[0] ?? { message: `is ${state}` }));
  }
}

function line(name: string, { message }: { message: string }): string {
  return `${name}: ${message.trim().split("\n", 1)[0]}`;
}
