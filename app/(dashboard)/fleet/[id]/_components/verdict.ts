import { formatShare } from "#components/ui/figures.ts";
import { type AgentDetail, agentReadiness } from "#lib/contracts/fleet.ts";

/** The agent in one sentence: what it can do now, then how it did so far. */
export function agentVerdict(agent: AgentDetail, nowMs: number): string {
  return `${nowSentence(agent, nowMs)} ${recordSentence(agent)}`;
}

function nowSentence(agent: AgentDetail, nowMs: number): string {
  const { name, activeLeases, concurrencyLimit } = agent;
  const free = concurrencyLimit - activeLeases;
  switch (agentReadiness(agent, nowMs)) {
    case "ready":
      return `${name} is ready: ${free} of ${concurrencyLimit} slots are free.`;
    case "busy":
      return `${name} is at work: ${activeLeases} of ${concurrencyLimit} slots are taken.`;
    case "full":
      return `${name} is full: all ${concurrencyLimit} slots are taken, so other agents get its tasks.`;
    case "silent":
      return `${name} owes a heartbeat and gets no task until it sends one.`;
    case "draining":
      return activeLeases === 0
        ? `${name} has drained: nothing runs on it, and it takes no new task.`
        : `${name} is draining: it finishes the ${activeLeases} running and takes no new task.`;
    case "disabled":
      return `${name} is disabled and takes no task.`;
  }
}

function recordSentence({ decisions, success }: AgentDetail): string {
  if (decisions === 0) return "It has not been chosen yet.";
  if (success.rate === null) return `It was chosen ${decisions} times; no outcome has been judged.`;
  const interval = `${formatShare(success.low)} to ${formatShare(success.high)}`;
  return `It succeeded in ${formatShare(success.rate)} of ${success.n} judged outcomes (95% interval ${interval}).`;
}
