import type { CapabilityTaxonomy } from "#lib/contracts/capability.ts";

/** An agent with the more special skill nearly always has the general one. */
const CHILD_COVERS_PARENT = 0.9;
/** "programming" is a hint of "python", not proof; below the usual least match of 0.6 on purpose. */
const PARENT_COVERS_CHILD = 0.55;
/** Every further step along the taxonomy is less certain than the strengths alone say. */
const STEP_PENALTY = 0.85;
const MAX_STEPS = 3;
/** Weaker chains say nothing. */
const FLOOR = 0.3;

/**
 * How well each declared capability covers each required one through the taxonomy.
 * @returns row-major count x count matrix, [required * count + declared], 0-1; the strongest chain of at most
 * three relations counts, strengths multiplied.
 */
export function relationMatrix(taxonomy: CapabilityTaxonomy): Float32Array {
  const { capabilities } = taxonomy;
  const count = capabilities.length;
  const indexOf = new Map(capabilities.map(({ name }, index) => [name, index]));
  const edges: Map<number, number>[] = capabilities.map(() => new Map());
  const connect = (required: number, declared: number, strength: number) =>
    edges[required]?.set(declared, Math.max(strength, edges[required]?.get(declared) ?? 0));
  capabilities.forEach(({ parents, related }, child) => {
    for (const name of parents) {
      const parent = indexOf.get(name) ?? child;
      connect(parent, child, CHILD_COVERS_PARENT);
      connect(child, parent, PARENT_COVERS_CHILD);
    }
    for (const { name, strength } of related) {
      const other = indexOf.get(name) ?? child;
      connect(child, other, strength);
      connect(other, child, strength);
    }
  });
  const matrix = new Float32Array(count * count);
  for (let required = 0; required < count; required++) {
    let frontier = new Map([[required, 1 / STEP_PENALTY]]);
    for (let step = 0; step < MAX_STEPS; step++) {
      const next = new Map<number, number>();
      for (const [at, strength] of frontier) {
        for (const [declared, edge] of edges[at] ?? []) {
          const reached = strength * edge * STEP_PENALTY;
          const cell = required * count + declared;
          if (reached < FLOOR || reached <= (matrix[cell] ?? 0)) continue;
          matrix[cell] = reached;
          next.set(declared, reached);
        }
      }
      frontier = next;
    }
    matrix[required * count + required] = 1;
  }
  return matrix;
}
