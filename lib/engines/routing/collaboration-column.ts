import type { CollaborationFactor, CollaborationJudge } from "#lib/contracts/collaboration-factor.ts";

/** How well every agent of a fleet works after one that handed over. */
export interface CollaborationColumn {
  from: string;
  /** By row. */
  score: Float64Array;
  factorOf(row: number): CollaborationFactor;
}

/** Platforms may hand over in the names of ever new agents. */
const MOST_KEPT = 200;

/** Columns by who hands over, each made once: the model's answer does not change, and asking it costs a look-up an agent. */
export class CollaborationColumns {
  readonly #judge: CollaborationJudge;
  readonly #names: readonly string[];
  readonly #kept = new Map<string, CollaborationColumn>();

  constructor(judge: CollaborationJudge, names: readonly string[]) {
    this.#judge = judge;
    this.#names = names;
  }

  after(from: string): CollaborationColumn {
    const kept = this.#kept.get(from);
    if (kept) return kept;
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    const [names, judge] = [this.#names, this.#judge];
    const factorOf = (row: number) => factorAfter(judge, from, names[row] ?? "");
    const column = { from, score: Float64Array.from(names, (_, row) => factorOf(row).score), factorOf };
    this.#kept.set(from, column);
    return column;
  }
}

/** Who goes on with its own work works with nobody: neither for nor against. */
function factorAfter(judge: CollaborationJudge, from: string, to: string): CollaborationFactor {
  if (from !== to) return judge.collaborationFactor(from, to);
  return { score: 0.5, n: 0, sentence: `${to} goes on with its own work.` };
}
