import type { PerformancePredictor } from "#lib/contracts/prediction.ts";
import { comparePredictors } from "#lib/engines/registry/gates/compare-predictors.ts";
import type { MeasuredNow } from "#lib/engines/registry/gates/evidence.ts";
import { openPredictor } from "#lib/runtime/servable-model.ts";
import { EmbeddedSet } from "#lib/services/text/embedded-set.ts";
import { db } from "#lib/store/client.ts";
import { readOutcomesAfter, readTestSplit } from "#lib/store/held-out.ts";
import { readArtifactBytes } from "#lib/store/model.ts";

/** A version as the comparison needs it. */
export interface ComparedVersion {
  version: number;
  sha256: string;
  /** Its training has seen no outcome reported later. */
  knowsUntilMs: number;
  /** Its training never saw the data set's own test rows. */
  keptFromTestSplit: boolean;
}

export interface ComparisonOrder {
  fleetName: string;
  candidate: ComparedVersion;
  production: ComparedVersion | null;
}

/** More tasks would take longer than a person waits and move the interval by a hair. */
const MAX_TEST_TASKS = 4_000;
const MAX_OUTCOMES = 8_000;
/** Fewer say nothing that the figures of the versions' own evaluations do not say better. */
const MIN_TASKS = 30;

/**
 * Measures both versions on tasks the candidate has not seen: the test rows of the fleet's data sets, and outcomes that
 * were reported after both were trained. Null where there are too few: whoever measures a model on what it has learned
 * measures its memory.
 * @throws Error when an artifact is refused, or texts that one of them needs cannot be embedded
 */
export async function compareHeldOut({
  fleetName,
  candidate,
  production,
}: ComparisonOrder): Promise<MeasuredNow | null> {
  const untilMs = Math.max(candidate.knowsUntilMs, production?.knowsUntilMs ?? 0);
  const [split, reported] = await Promise.all([
    candidate.keptFromTestSplit ? readTestSplit(fleetName, MAX_TEST_TASKS) : [],
    readOutcomesAfter(fleetName, untilMs, MAX_OUTCOMES),
  ]);
  const rows = [...split, ...reported];
  const embedded = EmbeddedSet.here();
  const [own, other] = await Promise.all([open(candidate, embedded), production && open(production, embedded)]);
  if (own.embedding ?? other?.embedding) await embedded?.add(rows.map(({ text }) => text));
  const measured = comparePredictors(own, other, rows);
  if (measured.tasks < MIN_TASKS) return null;
  return { ...measured, how: describe(measured.tasks - reported.length, reported.length, production) };
}

async function open({ version, sha256 }: ComparedVersion, embedded: EmbeddedSet | null): Promise<PerformancePredictor> {
  const bytes = await readArtifactBytes(db(), sha256);
  if (!bytes) throw new Error(`The artifact of v${version} is missing`);
  return openPredictor(bytes, sha256, embedded);
}

function describe(splitTasks: number, reported: number, production: ComparedVersion | null): string {
  const number = (n: number) => n.toLocaleString("en-US");
  const parts = [
    ...(splitTasks > 0 ? [`${number(splitTasks)} test tasks of the data set`] : []),
    ...(reported > 0 ? [`${number(reported)} outcomes reported after both were trained`] : []),
  ];
  const flattered =
    production && splitTasks > 0 && !production.keptFromTestSplit
      ? ` v${production.version} may have learned from the test tasks, which flatters it.`
      : "";
  return `Measured now on ${parts.join(" and ")}.${flattered}`;
}
