import type { BudgetHeadroom } from "#lib/contracts/routing.ts";
import { processState } from "#lib/core/process-state.ts";
import {
  matchesCandidate,
  matchesRequest,
  type SpendCandidate,
  type SpendRequest,
} from "#lib/engines/cost/budget-match.ts";
import { type SpendingWindow, spendingWindow } from "#lib/engines/cost/budget-window.ts";
import type { BudgetRow } from "#lib/store/budget.ts";
import type { HeldWindow } from "#lib/store/ledger.ts";
import { type OwnWrites, ownWrites } from "./own-writes.ts";

/** A budget in force, in its window of now. */
export interface LiveBudget {
  readonly budget: BudgetRow;
  window: SpendingWindow;
  /** Spent and held as last read, plus what this process has placed since: the database has the last word. */
  usedNanoUsd: bigint;
  readonly writes: OwnWrites;
  /** The budget's side of a candidate; null: any. */
  readonly candidate: Pick<BudgetHeadroom, "agentName" | "role" | "provider" | "configuration">;
}

/** The budgets that concern one kind of request: twenty of them are not looked for anew with every call. */
interface Concerned {
  readonly entries: readonly LiveBudget[];
  /** Of `turns`, when the instants between which no window of theirs turns were found. */
  turns: number;
  fromMs: number;
  untilMs: number;
  /** Windows to hold in, by candidates. */
  readonly windows: Map<string, readonly HeldWindow[]>;
}

const state = () =>
  processState("runtime.budgets", () => ({
    live: new Map<string, LiveBudget>(),
    concerned: new Map<string, Concerned>(),
    /** Lists of windows by their members, so that the holds of a moment share theirs. */
    lists: new Map<string, readonly HeldWindow[]>(),
    /** How often a window turned. */
    turns: 0,
  }));

/** Windows turn, and lists with them. */
const MOST_LISTS = 1_000;
/** Keys come and go, and tags are whatever a caller makes of them. */
const MOST_KINDS = 1_000;

export function liveBudget(budget: BudgetRow, nowMs: number): LiveBudget {
  const { agent = null, role = null, provider = null, configuration = null } = budget.scope;
  const candidate = { agentName: agent, role, provider, configuration };
  const writes = state().live.get(budget.id)?.writes ?? ownWrites();
  return { budget, window: spendingWindow(budget, nowMs), usedNanoUsd: 0n, writes, candidate };
}

/** Every budget in force, by its id. */
export const liveBudgets = (): ReadonlyMap<string, LiveBudget> => state().live;

/** Takes the place of all that were in force. */
export function setLiveBudgets(live: Map<string, LiveBudget>): void {
  const own = state();
  own.live = live;
  own.concerned.clear();
  own.lists.clear();
}

/** A calendar window that has just begun is unused; what has left a rolling one is known after the next look. */
export function turnWindow(entry: LiveBudget, nowMs: number): void {
  const { endMs } = entry.window;
  if (nowMs >= beganMs(entry) && (endMs === null || nowMs < endMs)) return;
  entry.window = spendingWindow(entry.budget, nowMs);
  if (entry.budget.alignment === "calendar") entry.usedNanoUsd = 0n;
  state().turns++;
}

const beganMs = ({ budget, window }: LiveBudget) =>
  budget.alignment === "rolling" ? window.bucketStartMs : window.startMs;

/** Budgets that concern the request, in the window of now. */
export const concerning = (request: SpendRequest, nowMs: number): readonly LiveBudget[] =>
  concernedBy(request, nowMs).entries;

/** The windows a placement holds in: one of every budget that matches request and candidates. Paused ones go on counting. */
export function windowsFor(
  request: SpendRequest,
  candidates: readonly SpendCandidate[],
  nowMs: number,
): readonly HeldWindow[] {
  const { entries, windows } = concernedBy(request, nowMs);
  if (entries.length === 0) return NONE;
  let key = "";
  for (const { agentName, role, configuration } of candidates) key += `${agentName}\n${role}\n${configuration}\n`;
  const known = windows.get(key);
  if (known) return known;
  const matching = entries.filter(({ budget }) =>
    candidates.some((candidate) => matchesCandidate(budget.scope, candidate)),
  );
  const made = matching.length === 0 ? NONE : listOf(matching);
  if (windows.size >= MOST_LISTS) windows.clear();
  windows.set(key, made);
  return made;
}

const NONE: readonly HeldWindow[] = [];

function concernedBy(request: SpendRequest, nowMs: number): Concerned {
  const own = state();
  const { fleetName, ownerId, tags } = request;
  const key = `${fleetName}\n${ownerId}\n${tags.length === 0 ? "" : JSON.stringify(tags)}`;
  let known = own.concerned.get(key);
  if (!known) {
    const entries = [...own.live.values()].filter(({ budget }) => matchesRequest(budget.scope, request));
    known = { entries, turns: -1, fromMs: 0, untilMs: 0, windows: new Map() };
    if (own.concerned.size >= MOST_KINDS) own.concerned.clear();
    own.concerned.set(key, known);
  }
  if (known.turns !== own.turns || nowMs < known.fromMs || nowMs >= known.untilMs) turnAll(known, nowMs);
  return known;
}

function turnAll(known: Concerned, nowMs: number): void {
  known.fromMs = Number.NEGATIVE_INFINITY;
  known.untilMs = Number.POSITIVE_INFINITY;
  for (const entry of known.entries) {
    turnWindow(entry, nowMs);
    known.fromMs = Math.max(known.fromMs, beganMs(entry));
    known.untilMs = Math.min(known.untilMs, entry.window.endMs ?? Number.POSITIVE_INFINITY);
  }
  known.windows.clear();
  known.turns = state().turns;
}

function listOf(matching: readonly LiveBudget[]): readonly HeldWindow[] {
  const { lists } = state();
  const key = matching.map(({ budget, window }) => `${budget.id}@${window.bucketStartMs}`).join();
  const known = lists.get(key);
  if (known) return known;
  if (lists.size >= MOST_LISTS) lists.clear();
  const made = matching.map(({ budget, window }) => ({
    budgetId: budget.id,
    startMs: window.bucketStartMs,
    revision: budget.revision,
    rollingFromMs: budget.alignment === "rolling" ? window.startMs : null,
  }));
  lists.set(key, made);
  return made;
}
