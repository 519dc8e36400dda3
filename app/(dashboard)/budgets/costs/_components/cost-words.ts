import type { CostBucket, CostDimension } from "#lib/contracts/cost-explorer.ts";

export const DIMENSION_WORDS: Record<CostDimension, string> = {
  configuration: "Configuration",
  agent: "Agent",
  role: "Role",
  model: "Model",
  provider: "Provider",
  tag: "Budget tag",
  key: "Key",
  task_type: "Task type",
  fleet: "Fleet",
  token_class: "Token class",
};

export const BUCKET_WORDS: Record<CostBucket, string> = {
  hour: "an hour",
  day: "a day",
  week: "a week",
  month: "a month",
};

/** What a row without a value is called. */
export const NONE_WORDS: Record<CostDimension, string> = {
  configuration: "no configuration",
  agent: "no agent",
  role: "no role",
  model: "unknown model",
  provider: "unknown provider",
  tag: "no tag",
  key: "no key",
  task_type: "no type",
  fleet: "no fleet",
  token_class: "tokens not told",
};
