/** Rewards by agent within type, and how far they scatter. */
interface Cell {
  count: number;
  sum: number;
  squares: number;
}

const newCell = (): Cell => ({ count: 0, sum: 0, squares: 0 });

/** Outcomes of the level above that one level's own must outweigh. */
const STRENGTH = 5;

/** A foretold reward with the variance of its mean. */
export interface Foretold {
  mean: number;
  variance: number;
}

/**
 * What an agent's work on a type of task gives on average: the mean of its own outcomes, pulled towards the agent's over
 * all types, that towards everybody's. Deliberately not the candidate's own predictor: a policy that takes what its
 * predictor likes best would then be praised by its own mistakes (the winner's curse).
 */
export class OutcomeTable {
  readonly #cells = new Map<string, Cell>();
  readonly #agents = new Map<string, Cell>();
  readonly #all = newCell();

  /** Counts one known outcome. */
  add(type: string, agent: string, reward: number): void {
    for (const cell of [cellOf(this.#cells, `${agent}\u0000${type}`), cellOf(this.#agents, agent), this.#all]) {
      cell.count++;
      cell.sum += reward;
      cell.squares += reward * reward;
    }
  }

  /** NaN before any outcome. */
  foretell(type: string, agent: string): Foretold {
    const all = this.#all;
    const scatter = all.count > 1 ? Math.max(0, all.squares - all.sum ** 2 / all.count) / (all.count - 1) : 0;
    const fleet: Foretold = { mean: all.sum / all.count, variance: scatter / all.count };
    const own = pull(this.#agents.get(agent), fleet, scatter);
    return pull(this.#cells.get(`${agent}\u0000${type}`), own, scatter);
  }
}

function cellOf(cells: Map<string, Cell>, key: string): Cell {
  const found = cells.get(key) ?? newCell();
  cells.set(key, found);
  return found;
}

/** As if the level above were STRENGTH outcomes, whose own mean may lie `scatter / STRENGTH` off. */
function pull(cell: Cell | undefined, above: Foretold, scatter: number): Foretold {
  const count = cell?.count ?? 0;
  const share = STRENGTH / (count + STRENGTH);
  return {
    mean: (1 - share) * (cell ? cell.sum / Math.max(1, count) : 0) + share * above.mean,
    variance: scatter / (count + STRENGTH) + share ** 2 * above.variance,
  };
}
