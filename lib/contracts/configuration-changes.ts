import type { LlmConfig } from "./configuration.ts";

export interface PropertyChange {
  path: keyof LlmConfig;
  before: LlmConfig[keyof LlmConfig];
  after: LlmConfig[keyof LlmConfig];
}

/** Properties in which two configurations differ, in the order of the second one's fields. Empty: they are the same. */
export function compareConfigs(before: LlmConfig, after: LlmConfig): PropertyChange[] {
  return (Object.keys(after) as (keyof LlmConfig)[])
    .filter((path) => JSON.stringify(before[path]) !== JSON.stringify(after[path]))
    .map((path) => ({ path, before: before[path], after: after[path] }));
}
