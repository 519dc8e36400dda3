import type { CapabilityMatcher } from "#lib/engines/matching/capability-matcher.ts";
import type { FleetColumns } from "./fleet-columns.ts";

/** How well every agent covers one required capability. */
export interface RequirementColumns {
  /** Best match of any declared capability, 0-1. */
  match: Float32Array;
  /** Best match x level among declared capabilities that match well enough to count, 0-1; -1 where none does. */
  skill: Float32Array;
  /** The declared name of the best match; null where nothing matches at all. */
  via: (string | null)[];
}

const MAX_CACHED = 256;

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
    const match = new Float32Array(count);
    const skill = new Float32Array(count).fill(-1);
    const via = new Array<string | null>(count).fill(null);
    for (const [declared, { rows, levels }] of postings) {
      const strength = this.#matcher.matchName(required, declared);
      if (strength === 0) continue;
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number;
        if (strength > (match[row] as number)) {
          match[row] = strength;
          via[row] = declared;
        }
        const held = strength * (levels[i] as number);
        if (strength >= this.#minMatch && held > (skill[row] as number)) skill[row] = held;
      }
    }
    return { match, skill, via };
  }
}
