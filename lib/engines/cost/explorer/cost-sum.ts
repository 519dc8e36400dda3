import type { ModelPrice } from "#lib/contracts/configuration.ts";
import {
  type ClassTokens,
  type CostDimension,
  type CostFigures,
  TOKEN_CLASSES,
  type TokenClass,
} from "#lib/contracts/cost-explorer.ts";
import { cacheSavingsNanoUsd, splitByClass } from "./split-by-class.ts";

/** What some tasks came to together; those of one model, where anything is to be priced. */
export interface UsageSum {
  /** Of the dimensions asked for, token class left out. Null: none, or unknown. */
  values: readonly (string | null)[];
  /** Null: nothing is to be priced. */
  price: ModelPrice | null;
  figures: Omit<CostFigures, "costNanoUsd" | "cacheSavingsNanoUsd"> & { costNanoUsd: bigint };
}

type Figures = UsageSum["figures"] & { savingsNanoUsd: bigint | null };

/** Values in the order of the dimensions; a token class stands among them as any other value. */
export interface CostSum {
  values: (string | null)[];
  figures: Figures;
}

/** Adds up by the dimensions asked for, token classes included, dearest first. */
export function sumCosts(sums: readonly UsageSum[], by: readonly CostDimension[]): CostSum[] {
  const at = by.indexOf("token_class");
  const rows = new Map<string, CostSum>();
  for (const sum of sums) {
    for (const { tokenClass, figures } of at < 0 ? [whole(sum)] : byClass(sum)) {
      const values = at < 0 ? [...sum.values] : sum.values.toSpliced(at, 0, tokenClass);
      const key = JSON.stringify(values);
      const row = rows.get(key);
      if (row) add(row.figures, figures);
      else rows.set(key, { values, figures: { ...figures, tokens: { ...figures.tokens } } });
    }
  }
  return [...rows.values()].sort(dearestFirst);
}

function dearestFirst(a: CostSum, b: CostSum): number {
  if (a.figures.costNanoUsd !== b.figures.costNanoUsd) return a.figures.costNanoUsd > b.figures.costNanoUsd ? -1 : 1;
  const more = b.figures.unpricedTasks - a.figures.unpricedTasks || tokensOf(b.figures) - tokensOf(a.figures);
  return more || (JSON.stringify(a.values) < JSON.stringify(b.values) ? -1 : 1);
}

interface Part {
  /** Null: what cannot be said of a class. */
  tokenClass: TokenClass | null;
  figures: Figures;
}

const whole = ({ figures, price }: UsageSum): Part => ({
  tokenClass: null,
  figures: { ...figures, savingsNanoUsd: cacheSavingsNanoUsd(figures.tokens, price) },
});

function byClass({ figures, price }: UsageSum): Part[] {
  const parts = splitByClass(figures.costNanoUsd, figures.tokens, price);
  const nobody = { tasks: null, calls: null, judged: null, succeeded: null };
  const nothing = { unpricedTasks: 0, unpricedTokens: 0, unmeasuredTasks: 0, reasoningTokens: 0, savingsNanoUsd: null };
  const split = TOKEN_CLASSES.filter((name) => figures.tokens[name] > 0).map((name): Part => {
    const tokens = { ...noTokens(), [name]: figures.tokens[name] };
    const reasoningTokens = name === "output" ? figures.reasoningTokens : 0;
    const savingsNanoUsd = cacheSavingsNanoUsd(tokens, price);
    const known = { costNanoUsd: parts?.[name] ?? 0n, tokens, reasoningTokens, savingsNanoUsd };
    return { tokenClass: name, figures: { ...nobody, ...nothing, ...known } };
  });
  const { unpricedTasks, unpricedTokens, unmeasuredTasks } = figures;
  const costNanoUsd = parts ? 0n : figures.costNanoUsd;
  if (costNanoUsd === 0n && unpricedTasks === 0 && unmeasuredTasks === 0) return split;
  const apart = { unpricedTasks, unpricedTokens, unmeasuredTasks, costNanoUsd, tokens: noTokens() };
  return [...split, { tokenClass: null, figures: { ...nobody, ...nothing, ...apart } }];
}

function add(into: Figures, other: Figures): void {
  const sum = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b);
  into.tasks = sum(into.tasks, other.tasks);
  into.calls = sum(into.calls, other.calls);
  into.judged = sum(into.judged, other.judged);
  into.succeeded = sum(into.succeeded, other.succeeded);
  into.costNanoUsd += other.costNanoUsd;
  into.unpricedTasks += other.unpricedTasks;
  into.unpricedTokens += other.unpricedTokens;
  into.unmeasuredTasks += other.unmeasuredTasks;
  into.reasoningTokens += other.reasoningTokens;
  for (const name of TOKEN_CLASSES) into.tokens[name] += other.tokens[name];
  if (other.savingsNanoUsd !== null) into.savingsNanoUsd = (into.savingsNanoUsd ?? 0n) + other.savingsNanoUsd;
}

/** All that was read or written. */
export const tokensOf = ({ tokens }: Pick<CostFigures, "tokens">): number =>
  TOKEN_CLASSES.reduce((sum, name) => sum + tokens[name], 0);

export const noTokens = (): ClassTokens => ({
  input: 0,
  cache_read: 0,
  cache_write_5m: 0,
  cache_write_1h: 0,
  output: 0,
  reported_input: 0,
});
