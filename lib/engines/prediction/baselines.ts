/** Sum and count of outcomes, by agent. */
interface Means {
  sum: Map<number, number>;
  count: Map<number, number>;
}

/**
 * What a routing model must beat: the agents' plain means on the training outcomes, over everything, by type and by source.
 * Agents are indices; among equal means the lower index wins, so pass agents in the order of their names.
 */
export class TrainingBaselines {
  private readonly overall: Means = newMeans();
  private readonly byType = new Map<string, Means>();
  private readonly bySource = new Map<string, Means>();

  /** Counts one training outcome. @param score 0-1 */
  add(agent: number, type: string, source: string | null, score: number): void {
    count(this.overall, agent, score);
    count(groupOf(this.byType, type), agent, score);
    if (source !== null) count(groupOf(this.bySource, `${type}\u0000${source}`), agent, score);
  }

  /** Row of the candidate that is best over everything; candidates without training outcomes come last. */
  bestSingle(candidates: ArrayLike<number>): number {
    return best([this.overall], candidates);
  }

  /** Row of the best candidate on the type; the overall order decides where the type is new. */
  typeBest(type: string, candidates: ArrayLike<number>): number {
    return best([this.byType.get(type), this.overall], candidates);
  }

  /** As typeBest, by source first. */
  sourceBest(type: string, source: string | null, candidates: ArrayLike<number>): number {
    return best([this.bySource.get(`${type}\u0000${source}`), this.byType.get(type), this.overall], candidates);
  }
}

function newMeans(): Means {
  return { sum: new Map(), count: new Map() };
}

function groupOf(groups: Map<string, Means>, name: string): Means {
  let group = groups.get(name);
  if (!group) {
    group = newMeans();
    groups.set(name, group);
  }
  return group;
}

function count(means: Means, agent: number, score: number): void {
  means.sum.set(agent, (means.sum.get(agent) ?? 0) + score);
  means.count.set(agent, (means.count.get(agent) ?? 0) + 1);
}

/** Row with the highest mean in the first table that knows any candidate; -1 without candidates. */
function best(tables: readonly (Means | undefined)[], candidates: ArrayLike<number>): number {
  for (const table of tables) {
    let row = -1;
    let highest = Number.NEGATIVE_INFINITY;
    for (let i = 0; table && i < candidates.length; i++) {
      const agent = candidates[i] as number;
      const seen = table.count.get(agent) ?? 0;
      const mean = (table.sum.get(agent) ?? 0) / seen;
      const ahead = mean > highest || (mean === highest && agent < (candidates[row] as number));
      if (seen > 0 && ahead) [row, highest] = [i, mean];
    }
    if (row >= 0) return row;
  }
  return candidates.length > 0 ? 0 : -1;
}
