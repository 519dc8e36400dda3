import { FILTERS } from "#lib/contracts/routing.ts";
import type { DecisionFrame } from "./decision-frame.ts";
import { FILTER_PLUGINS } from "./filters/all.ts";

type Explainer = ReturnType<(typeof FILTER_PLUGINS)[keyof typeof FILTER_PLUGINS]["explainer"]>;

interface FilterColumn {
  explainer: Explainer;
  indexOfKey: Map<number, number>;
}

/** Collects why candidates were refused as JSON text, writing what many share only once. */
export class RefusalTable {
  /** Distinct [filter, ...facts], joined by commas. */
  facts = "";
  /** One list of indexes into `facts` for each row added. */
  why = "";
  #size = 0;
  readonly #frame: DecisionFrame;
  readonly #columns: (FilterColumn | undefined)[] = FILTERS.map(() => undefined);

  constructor(frame: DecisionFrame) {
    this.#frame = frame;
  }

  /** Takes a refused row; rows are added in row order. */
  add(row: number): void {
    let indexes = "";
    for (let mask = this.#frame.refused[row] as number; mask !== 0; mask &= mask - 1) {
      const filter = 31 - Math.clz32(mask & -mask);
      indexes += indexes === "" ? this.#indexOf(filter, row) : `,${this.#indexOf(filter, row)}`;
    }
    this.why += this.why === "" ? `[${indexes}]` : `,[${indexes}]`;
  }

  #indexOf(filter: number, row: number): number {
    const { explainer, indexOfKey } = this.#columnOf(filter);
    const key = explainer.key(row);
    const known = Number.isNaN(key) ? undefined : indexOfKey.get(key);
    if (known !== undefined) return known;
    const text = JSON.stringify([filter, ...explainer.facts(row)]);
    this.facts += this.facts === "" ? text : `,${text}`;
    if (!Number.isNaN(key)) indexOfKey.set(key, this.#size);
    return this.#size++;
  }

  #columnOf(filter: number): FilterColumn {
    const name = FILTERS[filter] ?? "policy";
    const column = this.#columns[filter] ?? {
      explainer: FILTER_PLUGINS[name].explainer(this.#frame),
      indexOfKey: new Map(),
    };
    this.#columns[filter] = column;
    return column;
  }
}
