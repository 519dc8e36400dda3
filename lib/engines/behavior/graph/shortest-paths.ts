import { edgesFrom, type HandOffGraph } from "./hand-off-graph.ts";

/** Edges with lengths: pairs that hand over often are close. */
export type LengthLists = readonly (readonly { to: number; length: number }[])[];

/** Length of an edge is 1 over its hand-offs, relative to the busiest edge, plus one: a rare hand-off is long, and none is free. */
export function lengthsOf(graph: HandOffGraph): LengthLists {
  const most = graph.edges.reduce((max, { count }) => Math.max(max, count), 1);
  return edgesFrom(graph).map((list) => list.map(({ to, count }) => ({ to, length: 1 + Math.log2(most / count) })));
}

export interface PathTree {
  /** Length of the shortest path from the source; infinite where there is none. */
  distance: Float64Array;
  /** Number of shortest paths. */
  paths: Float64Array;
  /** Places in the order of their distance, those reached only. */
  order: number[];
  /** From which places shortest paths come. */
  before: number[][];
}

const SAME = 1e-9;

/** Dijkstra's algorithm with a binary heap, counting equally short paths. @param absent a place that no path may cross; -1: none */
export function shortestPaths(lists: LengthLists, source: number, absent = -1): PathTree {
  const distance = new Float64Array(lists.length).fill(Number.POSITIVE_INFINITY);
  const paths = new Float64Array(lists.length);
  const before: number[][] = lists.map(() => []);
  const isDone = new Uint8Array(lists.length);
  const order: number[] = [];
  const heap = new Heap();
  distance[source] = 0;
  paths[source] = 1;
  heap.push(source, 0);
  for (let at = heap.pop(); at >= 0; at = heap.pop()) {
    if (isDone[at] === 1) continue;
    isDone[at] = 1;
    order.push(at);
    for (const { to, length } of lists[at] ?? []) {
      if (to === absent) continue;
      const through = (distance[at] as number) + length;
      const known = distance[to] as number;
      if (through < known - SAME) {
        distance[to] = through;
        paths[to] = paths[at] as number;
        before[to] = [at];
        heap.push(to, through);
      } else if (Math.abs(through - known) <= SAME && to !== source) {
        paths[to] = (paths[to] as number) + (paths[at] as number);
        before[to]?.push(at);
      }
    }
  }
  return { distance, paths, order, before };
}

/** Places by distance, least first. */
class Heap {
  private readonly places: number[] = [];
  private readonly keys: number[] = [];

  push(place: number, key: number): void {
    let at = this.places.length;
    this.places.push(place);
    this.keys.push(key);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((this.keys[parent] as number) <= key) break;
      this.swap(at, parent);
      at = parent;
    }
  }

  /** The nearest place; -1 when it is empty. */
  pop(): number {
    const top = this.places[0];
    if (top === undefined) return -1;
    const [place, key] = [this.places.pop() as number, this.keys.pop() as number];
    const size = this.places.length;
    if (size === 0) return top;
    [this.places[0], this.keys[0]] = [place, key];
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (left < size && (this.keys[left] as number) < (this.keys[least] as number)) least = left;
      if (right < size && (this.keys[right] as number) < (this.keys[least] as number)) least = right;
      if (least === at) return top;
      this.swap(at, least);
      at = least;
    }
  }

  private swap(a: number, b: number): void {
    [this.places[a], this.places[b]] = [this.places[b] as number, this.places[a] as number];
    [this.keys[a], this.keys[b]] = [this.keys[b] as number, this.keys[a] as number];
  }
}
