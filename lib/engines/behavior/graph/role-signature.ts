import { handOffs, type TeamRun } from "../team-run.ts";

/** How an agent takes part in runs, as shares that do not depend on how many there were. */
export interface RoleSignature {
  agent: string;
  turns: number;
  /** Share of its runs that it opens, and that it ends, 0-1. */
  opens: number;
  ends: number;
  /** Share of its turns that name their receiver, 0-1. */
  addresses: number;
  /** Share of its hand-offs that go back to whom it had work from, 0-1: an assistant answers, a relay passes on. */
  returns: number;
  /** Evenness of whom it hands over to, 0 (always the same) to 1 (everybody alike). */
  spread: number;
  /** Mean share of a run's turns, 0-1. */
  presence: number;
  /** Median length of a turn in characters; null where none is known. */
  medianChars: number | null;
  /** What it looks like, in a word. */
  role: "coordinator" | "opener" | "closer" | "assistant" | "relay";
}

interface Sums {
  runs: number;
  turns: number;
  opens: number;
  ends: number;
  addressed: number;
  presence: number;
  chars: number[];
  passed: Map<string, number>;
  returned: number;
}

/** Signatures of all agents, by name. */
export function roleSignatures(runs: readonly TeamRun[]): RoleSignature[] {
  const sums = new Map<string, Sums>();
  const of = (agent: string): Sums => {
    const own = sums.get(agent) ?? emptySums();
    sums.set(agent, own);
    return own;
  };
  for (const run of runs) {
    const { interactions } = run;
    const counts = new Map<string, number>();
    for (const { from, to, chars } of interactions) {
      counts.set(from, (counts.get(from) ?? 0) + 1);
      const own = of(from);
      own.turns++;
      if (to !== null) own.addressed++;
      if (chars !== null) own.chars.push(chars);
    }
    for (const [agent, turns] of counts) {
      const own = of(agent);
      own.runs++;
      own.presence += turns / interactions.length;
      if (interactions[0]?.from === agent) own.opens++;
      if (interactions.at(-1)?.from === agent) own.ends++;
    }
    const workFrom = new Map<string, string>();
    for (const { from, to } of handOffs(run)) {
      const own = of(from);
      own.passed.set(to, (own.passed.get(to) ?? 0) + 1);
      if (workFrom.get(from) === to) own.returned++;
      workFrom.set(to, from);
    }
  }
  const spoken = [...sums].filter(([, { turns }]) => turns > 0).sort(([a], [b]) => (a < b ? -1 : 1));
  const total = (of: (own: Sums) => number) => spoken.reduce((sum, [, own]) => sum + of(own), 0);
  const usual = total(({ addressed }) => addressed) / total(({ turns }) => turns);
  return spoken.map(([agent, own]) => signatureOf(agent, own, usual));
}

function emptySums(): Sums {
  return { runs: 0, turns: 0, opens: 0, ends: 0, addressed: 0, presence: 0, chars: [], passed: new Map(), returned: 0 };
}

/** @param usualAddresses share of everybody's turns that name their receiver, 0-1 */
function signatureOf(agent: string, own: Sums, usualAddresses: number): RoleSignature {
  const passed = [...own.passed.values()].reduce((sum, n) => sum + n, 0);
  const shares = {
    opens: own.opens / own.runs,
    ends: own.ends / own.runs,
    addresses: own.addressed / own.turns,
    returns: passed === 0 ? 0 : own.returned / passed,
    spread: evenness([...own.passed.values()]),
    presence: own.presence / own.runs,
  };
  return { agent, turns: own.turns, ...shares, medianChars: median(own.chars), role: roleOf(shares, usualAddresses) };
}

function roleOf(
  {
    opens,
    ends,
    addresses,
    returns,
    presence,
  }: Omit<RoleSignature, "agent" | "turns" | "spread" | "medianChars" | "role">,
  usualAddresses: number,
): RoleSignature["role"] {
  // Where every turn names its receiver, as hand-offs by decisions do, naming one tells nobody apart.
  const addressesMore = addresses > Math.max(0.2, 1.5 * usualAddresses);
  if (addressesMore || presence > 0.5) return "coordinator";
  if (returns > 0.5) return "assistant";
  if (opens > 0.5 && opens >= ends) return "opener";
  if (ends > 0.5) return "closer";
  return "relay";
}

/** Entropy over its largest possible value (Pielou 1966). */
function evenness(counts: readonly number[]): number {
  const total = counts.reduce((sum, n) => sum + n, 0);
  if (counts.length < 2) return 0;
  const entropy = counts.reduce((sum, n) => sum - (n / total) * Math.log(n / total), 0);
  return entropy / Math.log(counts.length);
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
