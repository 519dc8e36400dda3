import type { LampState } from "#lib/contracts/overview.ts";
import type { RunPattern, RunView } from "#lib/contracts/team-run.ts";

export const PATTERN_WORDS: Record<RunPattern, string> = {
  loop: "Loop",
  ping_pong: "Ping-pong",
  stagnation: "Stagnation",
  dropped_hand_off: "Dropped hand-off",
};

/** How a run ended; null: nobody has said. */
export function runLamp(succeeded: boolean | null): { state: LampState; word: string } {
  if (succeeded === null) return { state: "off", word: "Not judged" };
  return succeeded ? { state: "on", word: "Succeeded" } : { state: "danger", word: "Failed" };
}

const percent = (share: number) => `${Math.round(100 * share)}%`;

/** "critic_001 at step 7", or the agent alone. */
export const faultWords = ({ agent, step }: { agent: string; step: number | null }): string =>
  step === null ? agent : `${agent} at step ${step}`;

/** What an operator wants to know of a run, in two or three sentences. */
export function runVerdict(run: RunView): string {
  const turns = `${run.cut ? "More than " : ""}${run.turns.length} ${run.turns.length === 1 ? "turn" : "turns"}`;
  const ended =
    run.succeeded === null ? "and nobody has said how it ended" : run.succeeded ? "and it succeeded" : "and it failed";
  const speakers = new Set(run.turns.map(({ from }) => from)).size;
  const first = `${turns} of ${speakers} ${speakers === 1 ? "agent" : "agents"}, ${ended}.`;
  return [first, patternsSentence(run), faultSentence(run)].filter(Boolean).join(" ");
}

/** "a loop", "stagnation": as a sentence names one. */
export function oneOf(kind: RunPattern): string {
  const word = PATTERN_WORDS[kind].toLowerCase();
  return kind === "loop" || kind === "dropped_hand_off" ? `a ${word}` : word;
}

const SEVERAL: Record<RunPattern, string> = {
  loop: "loops",
  ping_pong: "stretches of ping-pong",
  stagnation: "stretches of stagnation",
  dropped_hand_off: "dropped hand-offs",
};

function patternsSentence({ patterns }: RunView): string {
  if (patterns.length === 0) return "";
  const counts = Map.groupBy(patterns, ({ kind }) => kind);
  const parts = [...counts].map(([kind, found]) =>
    found.length === 1 ? oneOf(kind) : `${found.length} ${SEVERAL[kind]}`,
  );
  const last = parts.pop();
  return `It shows ${parts.length > 0 ? `${parts.join(", ")} and ` : ""}${last}.`;
}

function faultSentence({ named, told, blame }: RunView): string {
  if (named) return `${named.namedBy} found ${faultWords(named)} at fault.`;
  if (told) return `${faultWords(told)} was named at fault.`;
  const [agent] = blame?.agents ?? [];
  const [step] = blame?.steps ?? [];
  if (!agent || !step) return "";
  const likeliest = `the likeliest step is ${step.step}${step.agent === agent.agent ? "" : `, ${step.agent}'s`} (${percent(step.probability)})`;
  return `${agent.agent} is most probably at fault (${percent(agent.probability)}); ${likeliest}.`;
}
