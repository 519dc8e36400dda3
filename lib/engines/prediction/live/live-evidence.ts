import { type Correction, LiveRecord } from "./live-record.ts";
import type { LiveOutcome, LiveSettings } from "./live-settings.ts";

/** Names of changed agents kept: whoever is further behind looks at all. */
const KEPT_CHANGES = 256;
/** Corrections fade by the hour; so often they are looked at again. */
const FADE_EVERY_MS = 300_000;

/**
 * Outcomes reported since a predictor went into production, as corrections of what it says: an agent that degrades
 * today loses work today, long before the next training. Old outcomes count less with every later one and every hour,
 * and nothing from before a change that was found. See LiveRecord for the model and ChangeDetector for the changes.
 */
export class LiveEvidence {
  readonly #settings: LiveSettings;
  readonly #records = new Map<string, LiveRecord>();
  readonly #types = new Set<string>();
  readonly #changes: string[] = [];
  #revision = 0;
  #fadedAtMs = 0;

  constructor(settings: LiveSettings) {
    this.#settings = settings;
  }

  /** Rises with everything that may have changed a correction. */
  get revision(): number {
    return this.#revision;
  }

  get isEmpty(): boolean {
    return this.#records.size === 0;
  }

  /** False: on this type everybody's correction is the one over all types. */
  knowsType(taskType: string): boolean {
    return this.#types.has(taskType);
  }

  /** Counts one outcome. Outcomes should come roughly in the order they happened. */
  observe(outcome: LiveOutcome): void {
    this.#types.add(outcome.taskType);
    let record = this.#records.get(outcome.agentName);
    if (!record) {
      record = new LiveRecord(this.#settings);
      this.#records.set(outcome.agentName, record);
    }
    record.observe(outcome);
    this.#changes[this.#revision++ % KEPT_CHANGES] = outcome.agentName;
  }

  /** Lets old evidence fade; cheap unless some minutes have passed. */
  fadeTo(nowMs: number): void {
    if (nowMs - this.#fadedAtMs < FADE_EVERY_MS) return;
    if (!this.isEmpty) {
      for (const record of this.#records.values()) record.solve(nowMs);
      // Nobody's list of changes names everybody.
      this.#revision += KEPT_CHANGES + 1;
    }
    this.#fadedAtMs = nowMs;
  }

  /** Names of all agents that something was reported of. */
  names(): Iterable<string> {
    return this.#records.keys();
  }

  /** Agents whose correction may differ from the one at that revision; may name one twice. */
  changedSince(revision: number): Iterable<string> {
    const behind = this.#revision - revision;
    if (behind > KEPT_CHANGES) return this.names();
    return Array.from({ length: behind }, (_, i) => this.#changes[(revision + i) % KEPT_CHANGES] as string);
  }

  /** Null: nothing was reported of this agent. */
  correction(agentName: string, taskType: string): Correction | null {
    return this.#records.get(agentName)?.correction(taskType) ?? null;
  }
}
