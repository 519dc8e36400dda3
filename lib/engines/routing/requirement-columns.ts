import type { CapabilityMatcher } from "#lib/engines/matching/capability-matcher.ts";
import type { FleetColumns } from "./fleet-columns.ts";

/** How well every agent covers one required capability. */
export interface RequirementColumns {
  /** Best match of any declared capability, 0-1. */
  match: Float32Array;
  /** Best match x level among declared capabilities that match well enough to count, 0-1; -1 where none does. */
  skill: Float32Array;
  /** Index into `declared` of the name of the best match; -1 where nothing matches at all. */
  via: Int32Array;
  /** Every capability name the fleet declares. */
  declared: readonly string[];
}

const MAX_CACHED = 256;
const NOBODY = { rows: new Int32Array(0), levels: new Float32Array(0) };

/** Requirement columns of one fleet snapshot, computed once for each capability name anybody asks for. */
export class RequirementCache {
  readonly #columns = new Map<string, RequirementColumns>();
  readonly #fleet: FleetColumns;
  readonly #matcher: CapabilityMatcher;
  readonly #minMatch: number;

  constructor(fleet: FleetColumns, matcher: CapabilityMatcher, minMatch: number) {
    this.#fleet = fleet;
    this.#matcher = matcher;
    this.#minMatch = minMatch;
  }

  /** Columns of a capability name; the same object while the snapshot lives, so callers must not write to it. */
  columnsOf(required: string): RequirementColumns {
    const cached = this.#columns.get(required);
    if (cached) return cached;
    if (this.#columns.size >= MAX_CACHED) this.#columns.clear();
    const columns = this.#compute(required);
    this.#columns.set(required, columns);
    return columns;
  }

  #compute(required: string): RequirementColumns {
    const { count, postings } = this.#fleet;
    const declared = [...postings.keys()];
    const match = new Float32Array(count);
    const skill = new Float32Array(count).fill(-1);
    const via = new Int32Array(count).fill(-1);
    declared.forEach((name, index) => {
      const { rows, levels } = postings.get(name) ?? NOBODY;
      const strength = this.#matcher.matchName(required, name);
      if (strength === 0) return;
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number;
        if (strength > (match[row] as number)) {
          match[row] = strength;
          via[row] = index;
        }
        const held = strength * (levels[i] as number);
        if (strength >= this.#minMatch && held > (skill[row] as number)) skill[row] = held;
      }
    });
    return { match, skill, via, declared };
  }
}
