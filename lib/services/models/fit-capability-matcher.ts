import type { EvaluationReport } from "#lib/contracts/evaluation.ts";
import type { Figure } from "#lib/contracts/model.ts";
import type { TrainingRequest } from "#lib/contracts/training.ts";
import { sha256Hex } from "#lib/core/canonical-json.ts";
import { askedTexts } from "#lib/engines/matching/learned/asked-texts.ts";
import {
  LearnedCapabilityMatcher,
  type MatcherExample,
  type MatcherOptions,
} from "#lib/engines/matching/learned/learned-capability-matcher.ts";
import { bestGuess, matchingFigures, type ReadText } from "#lib/engines/matching/learned/matching-figures.ts";
import { rowsByType } from "#lib/engines/prediction/evaluation-report/evaluation-rows.ts";
import { reliabilityBins } from "#lib/engines/prediction/evaluation-report/reliability.ts";
import type { FittedVersion, OnFitProgress } from "./fit-version.ts";
import { type MatcherData, readMatcherData } from "./matcher-data.ts";
import { unroutedReport } from "./unrouted-report.ts";

/** What to learn from; see TrainingRequest. Outcomes and tasks after `untilMs` do not count. */
export interface MatcherOrder {
  request: Pick<TrainingRequest, "fleetName" | "source" | "windowFrom" | "windowTo" | "types" | "split" | "seed">;
  untilMs: number;
}

/**
 * Fits the fleet's capability matcher and measures it on texts it has not seen: those its data set marks for testing, or
 * else every example by a fold that did not have it. Only `split: "all"` lets it learn from test texts, after measuring.
 * The same data and seed give the same bytes.
 * @param onProgress stage in words and the share of the whole that is done, 0-1
 * @throws SignalboxError conflict when the fleet has neither examples nor capabilities
 */
export async function fitCapabilityMatcher(
  { request, untilMs }: MatcherOrder,
  onProgress: OnFitProgress = () => undefined,
): Promise<FittedVersion> {
  onProgress("Reading texts", 0);
  const data = await readMatcherData(request, untilMs);
  const { seed, split } = request;
  const marked = data.test.length > 0;
  const refits = marked && split === "all";
  const spend = refits ? 0.5 : 1;
  const options = (from: number): MatcherOptions => ({
    seed,
    unlabelled: data.unlabelled,
    onProgress: ({ stage, share }) => onProgress(stage, from + spend * share),
  });
  const startedAt = performance.now();
  const measured = LearnedCapabilityMatcher.fit(data.train, data.capabilities, options(0));
  const fitSeconds = (performance.now() - startedAt) / 1000;
  const texts = marked ? read(measured, data.test) : measured.crossFitted;
  const figures = {
    ...measure(texts, data),
    fit_seconds: { value: fitSeconds, unit: "s", n: askedTexts(data.train).length },
  };
  const learnedFrom = refits ? [...data.train, ...data.test] : data.train;
  const matcher = refits ? LearnedCapabilityMatcher.fit(learnedFrom, data.capabilities, options(0.5)) : measured;
  const heldOut = {
    how: marked ? "test split of the data set" : "each text by a fold that did not have it",
    sha256: sha256Hex(JSON.stringify(marked ? data.test : data.train)),
  };
  const report = reportOf(texts, figures, heldOut);
  return {
    artifact: matcher.toArtifact(),
    metadata: {
      rows: askedTexts(learnedFrom).length,
      agents: 0,
      dataSha256: data.dataSha256,
      windowFrom: data.windowFrom,
      windowTo: data.windowTo,
      seed,
      parameters: {
        ...matcher.parameters(),
        unlabelled: data.unlabelled.length,
        split,
        heldOut: report.heldOut.how,
        heldOutRows: texts.length,
        testSha256: report.heldOut.sha256,
      },
    },
    metrics: figures,
    report,
  };
}

function read(matcher: LearnedCapabilityMatcher, examples: readonly MatcherExample[]): ReadText[] {
  return askedTexts(examples).map(({ text, asked }) => ({ asked, reading: matcher.match(text) }));
}

/** With names and descriptions alone beside it, which see no example: what it has to beat. */
function measure(texts: readonly ReadText[], { capabilities, test, train }: MatcherData): Record<string, Figure> {
  const figures = matchingFigures(texts, capabilities);
  const names = LearnedCapabilityMatcher.fit([], capabilities, { seed: 0 });
  const baselines = matchingFigures(read(names, test.length > 0 ? test : train), capabilities);
  for (const [name, figure] of Object.entries(figures)) {
    const baseline = baselines[name]?.value;
    if (baseline !== undefined) figure.baseline = baseline;
  }
  return figures;
}

function reportOf(
  texts: readonly ReadText[],
  figures: Record<string, Figure>,
  { how, sha256 }: { how: string; sha256: string },
): EvaluationReport {
  const guesses = texts.flatMap((text) => {
    const guess = bestGuess(text);
    return guess ? [{ ...guess, asked: text.asked }] : [];
  });
  const byCapability = guesses.flatMap(({ asked, probability, share }) =>
    asked.map((type) => ({ agent: "", type, score: share, probability })),
  );
  return unroutedReport({
    summary: summarise(figures, how),
    figures,
    reliability: reliabilityBins(
      guesses.map(({ probability }) => probability),
      guesses.map(({ share }) => share),
    ),
    perType: rowsByType(byCapability, []),
    heldOut: { how, rows: texts.length, tasks: texts.length, sha256 },
  });
}

function summarise({ accuracy, oos_recall: recall }: Record<string, Figure>, how: string): string {
  if (!accuracy) return "Matches by names and descriptions alone: there are no examples to measure it on.";
  const percent = (value: number) => `${(100 * value).toFixed(1)}%`;
  const names = accuracy.baseline ?? 0;
  const strangers = recall ? ` Turns away ${percent(recall.value)} of the texts that ask for none of them.` : "";
  const against = `${percent(accuracy.value)} of texts against ${percent(names)} by names alone (${how})`;
  if (accuracy.value <= names) return `Does not match better than names alone: right in ${against}.${strangers}`;
  return `Finds the capability of ${against}.${strangers}`;
}
