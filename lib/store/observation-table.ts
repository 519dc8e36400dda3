import type { Observation } from "#lib/contracts/prediction.ts";

/** An observation with the task it belongs to: an evaluation holds out whole tasks, never single rows. */
export interface TaskObservation extends Observation {
  taskKey: string;
  split: "train" | "test" | null;
}

/** A task as it is read, once however many agents tried it. */
export interface ObservedTask {
  type: string;
  text: string;
  source: string | null;
  split: "train" | "test" | null;
}

type Quantities = Pick<Observation, "score" | "atMs" | "costNanoUsd" | "latencyMs" | "inputTokens" | "outputTokens">;

/** Rows that can be gone through again and again; each time round they are made anew, so none stays in memory. */
export interface ObservationRows extends Iterable<TaskObservation> {
  readonly length: number;
}

const QUANTITIES = ["score", "atMs", "costNanoUsd", "latencyMs", "inputTokens", "outputTokens"] as const;

/**
 * Observations as columns: a million objects with their texts would be a gigabyte, and the collector would walk them
 * again and again. Texts and names are kept once each; 56 bytes a row are left.
 */
export class ObservationTable implements ObservationRows {
  length = 0;
  readonly tasks: ObservedTask[] = [];
  readonly agents: string[] = [];
  private readonly agentIndex = new Map<string, number>();
  private readonly names = new Map<string, string>();
  private taskOf = new Int32Array(1024);
  private agentOf = new Int32Array(1024);
  private readonly columns = QUANTITIES.map(() => new Float64Array(1024));

  /** @returns the task's index */
  addTask({ type, text, source, split }: ObservedTask): number {
    this.tasks.push({ type: this.once(type), text, source: source === null ? null : this.once(source), split });
    return this.tasks.length - 1;
  }

  /** @param task as addTask returned it */
  add(task: number, agentName: string, quantities: Quantities): void {
    if (this.length === this.taskOf.length) this.grow();
    const row = this.length++;
    this.taskOf[row] = task;
    this.agentOf[row] = this.indexOfAgent(agentName);
    for (const [i, name] of QUANTITIES.entries()) {
      (this.columns[i] as Float64Array)[row] = quantities[name] ?? Number.NaN;
    }
  }

  /** Index of the task that a row belongs to. */
  taskIndex(row: number): number {
    return this.taskOf[row] as number;
  }

  at(row: number): TaskObservation {
    const index = this.taskOf[row] as number;
    const { type, text, source, split } = this.tasks[index] as ObservedTask;
    const value = (column: number) => {
      const found = (this.columns[column] as Float64Array)[row] as number;
      return Number.isNaN(found) ? null : found;
    };
    return {
      taskKey: String(index),
      split,
      agentName: this.agents[this.agentOf[row] as number] as string,
      taskType: type,
      source,
      text,
      score: value(0) ?? 0,
      atMs: value(1),
      costNanoUsd: value(2),
      latencyMs: value(3),
      inputTokens: value(4),
      outputTokens: value(5),
    };
  }

  *[Symbol.iterator](): Iterator<TaskObservation> {
    for (let row = 0; row < this.length; row++) yield this.at(row);
  }

  /**
   * Leaves the latest of the tasks that may forget their text with it: the others count by type and source alone.
   * @param most so many keep their text
   */
  forgetTexts(most: number, may: (task: number) => boolean): void {
    let kept = 0;
    for (let task = this.tasks.length - 1; task >= 0; task--) {
      const found = this.tasks[task] as ObservedTask;
      if (found.text === "" || !may(task)) continue;
      if (kept === most) this.tasks[task] = { ...found, text: "" };
      else kept++;
    }
  }

  /** The rows whose task is wanted, in their order. */
  ofTasks(wanted: (task: number) => boolean): ObservationRows {
    const rows = new Int32Array(this.length);
    let count = 0;
    for (let row = 0; row < this.length; row++) if (wanted(this.taskIndex(row))) rows[count++] = row;
    const kept = rows.slice(0, count);
    const at = (row: number) => this.at(row);
    return {
      length: count,
      *[Symbol.iterator]() {
        for (const row of kept) yield at(row);
      },
    };
  }

  private indexOfAgent(name: string): number {
    let index = this.agentIndex.get(name);
    if (index === undefined) {
      index = this.agents.push(name) - 1;
      this.agentIndex.set(name, index);
    }
    return index;
  }

  /** One string for all that are the same: rows come from the wire with a copy each. */
  private once(name: string): string {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    this.names.set(name, name);
    return name;
  }

  private grow(): void {
    const size = this.taskOf.length * 2;
    this.taskOf = grownInt(this.taskOf, size);
    this.agentOf = grownInt(this.agentOf, size);
    for (const [i, column] of this.columns.entries()) {
      const larger = new Float64Array(size);
      larger.set(column);
      this.columns[i] = larger;
    }
  }
}

function grownInt(column: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(size);
  larger.set(column);
  return larger;
}
