import { LiveEvidence } from "#lib/engines/prediction/live/live-evidence.ts";
import type { RecentOutcome } from "#lib/store/recent-outcome.ts";
import { fleetPolicy } from "./routing-policy.ts";

/** Decisions whose outcome was counted are remembered, so that none counts twice; more than are read at once. */
const REMEMBERED = 20_000;

/**
 * Outcomes of the decisions one predictor version has made in a fleet. A new version begins without: what it was
 * trained on holds them already.
 */
export class FleetEvidence {
  readonly predictorVersion: number | null;
  /** Null where the fleet's policy does not want it. */
  readonly live: LiveEvidence | null;
  /** False until outcomes of before this process have been read. */
  isSeeded = false;
  readonly #counted = new Set<string>();

  constructor(fleetName: string, predictorVersion: number | null) {
    const { enabled, ...settings } = fleetPolicy(fleetName).liveEvidence;
    this.predictorVersion = predictorVersion;
    this.live = enabled ? new LiveEvidence(settings) : null;
  }

  /** Counts an outcome once; one of another version's decision, or of one that did not say what it expected, not at all. */
  observe({ decisionId, predictorVersion, ...outcome }: RecentOutcome): void {
    if (predictorVersion !== this.predictorVersion || this.#counted.has(decisionId)) return;
    this.#counted.add(decisionId);
    const oldest = this.#counted.size > REMEMBERED ? this.#counted.keys().next().value : undefined;
    if (oldest !== undefined) this.#counted.delete(oldest);
    this.live?.observe(outcome);
  }
}

/** A canary and a roll-back bring other versions to bear than the one in production. */
const MOST_VERSIONS = 4;

/** The evidence of the versions that decide in a fleet, or lately did. */
export class EvidenceByVersion {
  readonly #fleetName: string;
  readonly #byVersion = new Map<number | null, FleetEvidence>();

  constructor(fleetName: string) {
    this.#fleetName = fleetName;
  }

  /** @param version null: no predictor, priors decide. */
  of(version: number | null): FleetEvidence {
    let evidence = this.#byVersion.get(version);
    if (!evidence) {
      evidence = new FleetEvidence(this.#fleetName, version);
      const oldest = this.#byVersion.size >= MOST_VERSIONS ? this.#byVersion.keys().next().value : undefined;
      if (oldest !== undefined) this.#byVersion.delete(oldest);
      this.#byVersion.set(version, evidence);
    }
    return evidence;
  }

  /** Counts an outcome for the version that decided; none is kept for one that nobody asked for. */
  observe(outcome: RecentOutcome): void {
    this.#byVersion.get(outcome.predictorVersion)?.observe(outcome);
  }

  /** Those to which outcomes of before this process have yet to be told; they count as told from now on. */
  takeUnseeded(): FleetEvidence[] {
    const unseeded = [...this.#byVersion.values()].filter((evidence) => evidence.live && !evidence.isSeeded);
    for (const evidence of unseeded) evidence.isSeeded = true;
    return unseeded;
  }
}
