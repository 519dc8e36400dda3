import { refuseArtifact } from "../../registry/artifact-header.ts";
import type { Tensor } from "../../registry/tensor.ts";

/** How many of the most similar texts count. */
const NEIGHBOURS = 40;

/** What agents did on a text beyond what was foretold, by text: `starts[t]` to `starts[t + 1]` of the two columns. */
export interface TextRemainders {
  starts: Int32Array;
  agents: Int32Array;
  remainders: Float32Array;
}

/** The known texts nearest to one, with weights that fall off with the square of the cosine. */
export interface Neighbours {
  texts: Int32Array;
  weights: Float64Array;
}

/**
 * k nearest texts (Cover & Hart 1967): what agents did on similar texts beyond what the rest of the model foretells, pulled
 * towards nothing by `pull` imagined identical texts without a remainder.
 */
export class NearestTexts {
  readonly width: number;
  readonly pull: number;
  /** Unit vectors, row by row. */
  private readonly units: Float32Array;
  private readonly known: TextRemainders;

  constructor(width: number, units: Float32Array, known: TextRemainders, pull: number) {
    this.width = width;
    this.units = units;
    this.known = known;
    this.pull = pull;
  }

  neighbours(unit: ArrayLike<number>): Neighbours {
    return nearestOf(this.units, this.width, unit, () => true);
  }

  /** Adds what the neighbours say to the logits of every agent they know; `into` is by agent. */
  remaindersByAgent(neighbours: Neighbours, agents: number): Float64Array {
    const sum = new Float64Array(agents);
    const weight = new Float64Array(agents).fill(this.pull);
    gather(this.known, neighbours, sum, weight);
    return sum.map((value, agent) => value / (weight[agent] as number));
  }

  toTensors(prefix: string): Record<string, Tensor> {
    const { starts, agents, remainders } = this.known;
    return {
      [`${prefix}.units`]: { shape: [this.units.length / this.width, this.width], data: this.units },
      [`${prefix}.starts`]: { shape: [starts.length], data: starts },
      [`${prefix}.agents`]: { shape: [agents.length], data: agents },
      [`${prefix}.remainders`]: { shape: [remainders.length], data: remainders },
      [`${prefix}.pull`]: { shape: [1], data: Float64Array.of(this.pull) },
    };
  }

  /** Null where the artifact has none. @throws SignalboxError invalid_input when the tensors do not belong together. */
  static fromTensors(prefix: string, tensors: ReadonlyMap<string, Tensor>, width: number, agentCount: number) {
    const units = tensors.get(`${prefix}.units`)?.data;
    if (units === undefined) return null;
    const [starts, agents] = [tensors.get(`${prefix}.starts`)?.data, tensors.get(`${prefix}.agents`)?.data];
    const [remainders, pull] = [tensors.get(`${prefix}.remainders`)?.data, tensors.get(`${prefix}.pull`)?.data];
    const typed =
      units instanceof Float32Array &&
      starts instanceof Int32Array &&
      agents instanceof Int32Array &&
      remainders instanceof Float32Array &&
      pull instanceof Float64Array;
    if (!typed) return refuseArtifact(`the tensors of ${prefix} are absent or of another type`);
    const inOrder = starts.every((start, i) => start >= (i === 0 ? 0 : (starts[i - 1] as number)));
    const fits =
      units.length === (starts.length - 1) * width &&
      inOrder &&
      starts[0] === 0 &&
      starts.at(-1) === agents.length &&
      agents.length === remainders.length &&
      agents.every((agent) => agent >= 0 && agent < agentCount) &&
      (pull[0] ?? 0) > 0;
    if (!fits) refuseArtifact(`the tensors of ${prefix} do not belong together`);
    return new NearestTexts(width, units, { starts, agents, remainders }, pull[0] as number);
  }
}

/** The first `width` features as a vector of length 1; zeros when they are all zero. */
export function unitOf(features: Float64Array, offset: number, width: number): Float64Array {
  const unit = features.slice(offset, offset + width);
  const length = Math.sqrt(unit.reduce((sum, value) => sum + value * value, 0));
  return length > 0 ? unit.map((value) => value / length) : unit;
}

/** The nearest rows of `units` among those admitted, nearest first. */
export function nearestOf(
  units: Float32Array,
  width: number,
  unit: ArrayLike<number>,
  admitted: (row: number) => boolean,
): Neighbours {
  const texts = new Int32Array(NEIGHBOURS);
  const cosines = new Float64Array(NEIGHBOURS);
  let found = 0;
  for (let row = 0, at = 0; at < units.length; row++, at += width) {
    let cosine = 0;
    for (let i = 0; i < width; i++) cosine += (units[at + i] as number) * (unit[i] as number);
    if (cosine <= 0 || (found === NEIGHBOURS && cosine <= (cosines[found - 1] as number)) || !admitted(row)) continue;
    let place = found < NEIGHBOURS ? found++ : found - 1;
    for (; place > 0 && (cosines[place - 1] as number) < cosine; place--) {
      cosines[place] = cosines[place - 1] as number;
      texts[place] = texts[place - 1] as number;
    }
    cosines[place] = cosine;
    texts[place] = row;
  }
  return { texts: texts.slice(0, found), weights: cosines.slice(0, found).map((cosine) => cosine * cosine) };
}

/** Adds the neighbours' weighted remainders and weights to the sums by agent. */
export function gather(known: TextRemainders, near: Neighbours, sum: Float64Array, weight: Float64Array): void {
  for (let i = 0; i < near.texts.length; i++) {
    const text = near.texts[i] as number;
    const share = near.weights[i] as number;
    for (let at = known.starts[text] as number; at < (known.starts[text + 1] as number); at++) {
      const agent = known.agents[at] as number;
      sum[agent] = (sum[agent] as number) + share * (known.remainders[at] as number);
      weight[agent] = (weight[agent] as number) + share;
    }
  }
}
