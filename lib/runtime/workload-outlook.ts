import { processState } from "#lib/core/process-state.ts";
import { seedOf } from "#lib/core/random.ts";
import type { Advice } from "#lib/engines/workload/calendar/advise.ts";
import type { AgentLoad } from "#lib/engines/workload/calendar/agent-load.ts";
import type { HourOutlook } from "#lib/engines/workload/calendar/agent-week.ts";
import type { AdviceCase, OutlookOrder, OutlookReply } from "#lib/engines/workload/calendar/outlook-order.ts";
import { askThread } from "./ask-thread.ts";

/** Tasks that are played for all agents together, and for one of them at least and at most. */
const TASKS = { all: 3_000_000, least: 10_000, most: 60_000 };

/** Of which fleet, by which version, from which hour on. */
export interface OutlookScope {
  fleetName: string;
  sha256: string;
  fromMs: number;
}

/** What is known of a fleet's coming week; promises, so that whoever asks meanwhile waits for the same answer. */
interface Known {
  key: string;
  weeks: Map<string, Promise<HourOutlook[]>>;
  advice: Map<string, Promise<Advice[]>>;
}

const state = () => processState("runtime.workloadOutlook", () => new Map<string, Known>());

/** The fleet's answers of this hour and version; those of another hour or version are forgotten. */
function known({ fleetName, sha256, fromMs }: OutlookScope, agents: number): Known {
  const key = `${sha256} ${fromMs} ${agents}`;
  const found = state().get(fleetName);
  if (found?.key === key) return found;
  const fresh: Known = { key, weeks: new Map(), advice: new Map() };
  state().set(fleetName, fresh);
  return fresh;
}

/**
 * The coming week of each agent, in their order, computed in a thread once an hour, version and number of slots.
 * @param loads of the whole fleet
 * @throws Error with the thread's own words
 */
export function weeksAhead(scope: OutlookScope, loads: readonly AgentLoad[]): Promise<HourOutlook[][]> {
  const tasks = Math.min(TASKS.most, Math.max(TASKS.least, Math.round(TASKS.all / Math.max(1, loads.length))));
  const wanted = loads.map((load) => ({ key: `${load.agent} ${load.slots}`, part: load }));
  return answered(known(scope, loads.length).weeks, wanted, async (missing) => {
    const reply = await ask({ kind: "weeks", loads: missing, seed: seedOfScope(scope), tasks });
    return reply.kind === "weeks" ? reply.weeks : [];
  });
}

/**
 * What would help each of the agents, in their order; computed like the weeks, and anew when anybody's slots change.
 * @param loads of the whole fleet: who could take work over
 * @throws Error with the thread's own words
 */
export function adviceAhead(
  scope: OutlookScope,
  loads: readonly AgentLoad[],
  cases: readonly AdviceCase[],
): Promise<Advice[][]> {
  const slots = seedOf(loads.map((load) => `${load.agent} ${load.slots}`).join("\n"));
  const wanted = cases.map((one) => ({ key: `${one.agent} ${slots}`, part: one }));
  return answered(known(scope, loads.length).advice, wanted, async (missing) => {
    const reply = await ask({ kind: "advice", cases: missing, loads, seed: seedOfScope(scope) });
    return reply.kind === "advice" ? reply.advice : [];
  });
}

const seedOfScope = ({ sha256, fromMs }: OutlookScope) => seedOf(`${sha256} ${new Date(fromMs).toISOString()}`);

function ask(order: OutlookOrder): Promise<OutlookReply> {
  return askThread("lib/runtime/workload-outlook-worker.ts", "outlook", order);
}

/** Asks once for all that is not known or under way; what failed is asked again the next time. */
function answered<Part, Answer>(
  answers: Map<string, Promise<Answer>>,
  wanted: readonly { key: string; part: Part }[],
  askFor: (missing: Part[]) => Promise<Answer[]>,
): Promise<Answer[]> {
  const missing = wanted.filter(({ key }) => !answers.has(key));
  if (missing.length > 0) {
    const asked = askFor(missing.map(({ part }) => part));
    missing.forEach(({ key }, index) => {
      const answer = asked.then((all) => all[index] as Answer);
      answers.set(key, answer);
      answer.catch(() => answers.delete(key));
    });
  }
  return Promise.all(wanted.map(({ key }) => answers.get(key) as Promise<Answer>));
}
