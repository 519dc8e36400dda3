import { createHash } from "node:crypto";
import type { TrainingRequest } from "#lib/contracts/training.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { capabilityNameOf, readCapabilityLabel } from "#lib/engines/history/capability-label.ts";
import type { KnownCapability, MatcherExample } from "#lib/engines/matching/learned/learned-capability-matcher.ts";
import { settings } from "#lib/runtime/settings.ts";
import {
  type AskedText,
  readDecisionTexts,
  readDeclaredCapabilities,
  readHistoryTexts,
} from "#lib/store/asked-text.ts";

/** The latest of each; more sharpen nothing and cost time. */
const MOST_EXAMPLES = 500;
const MOST_UNLABELLED = 20_000;

/** What a fleet's capability matcher has to learn from. */
export interface MatcherData {
  capabilities: readonly KnownCapability[];
  train: readonly MatcherExample[];
  /** Examples that a data set marks for testing. */
  test: readonly MatcherExample[];
  /** Texts whose capability nobody knows. */
  unlabelled: readonly string[];
  dataSha256: string;
  windowFrom: string | null;
  windowTo: string | null;
}

type MatcherRequest = Pick<TrainingRequest, "fleetName" | "source" | "windowFrom" | "windowTo" | "types">;

/**
 * The fleet's texts with what they asked for: imported tasks whose data set says so, and routed tasks whose caller did.
 * @throws SignalboxError conflict when the fleet has neither examples nor capabilities
 */
export async function readMatcherData(request: MatcherRequest, untilMs: number): Promise<MatcherData> {
  const { fleetName, source, windowFrom, windowTo } = request;
  const until = windowTo === null ? untilMs : Math.min(untilMs, Date.parse(windowTo));
  const fromMs = windowFrom === null ? null : Date.parse(windowFrom);
  const [history, decisions, declared] = await Promise.all([
    source === "decisions" ? [] : readHistoryTexts(fleetName),
    source === "imported" ? [] : readDecisionTexts(fleetName, { fromMs, untilMs: until }),
    readDeclaredCapabilities(fleetName),
  ]);
  const types = new Set(request.types);
  const texts = [...history, ...decisions].filter(({ type }) => types.size === 0 || types.has(type));
  const examples = texts.map((text) => ({ ...text, asked: askedCapabilities(text.labels) }));
  const capabilities = describeCapabilities(declared, examples);
  if (capabilities.length === 0) {
    throw new SignalboxError(
      "conflict",
      `${fleetName} has nothing to match texts with: its agents declare no capability and no task names one.`,
    );
  }
  const of = (split: "train" | "test") =>
    examples
      .filter((example) => (example.split === "test") === (split === "test"))
      .flatMap(({ text, asked }) => asked.map((capability) => ({ text, capability })));
  const at = (text: AskedText | undefined) => (text?.atMs == null ? null : new Date(text.atMs).toISOString());
  return {
    capabilities,
    train: latestOfEach(of("train")),
    test: of("test"),
    unlabelled: examples
      .filter(({ asked, split }) => asked.length === 0 && split !== "test")
      .map(({ text }) => text)
      .slice(-MOST_UNLABELLED),
    dataSha256: fingerprint(capabilities, texts),
    windowFrom: at(decisions[0]),
    windowTo: at(decisions.at(-1)),
  };
}

/** Null stands for "none of the fleet's"; empty: nobody knows. */
function askedCapabilities(labels: readonly string[]): (string | null)[] {
  return labels.flatMap((label) => {
    const read = readCapabilityLabel(label);
    if (!read) return [];
    if (read.name === null) return [null];
    return capabilityNameOf(read.name) ?? [];
  });
}

/** A caller that sends one text a thousand times is one example. */
function latestOfEach(examples: readonly MatcherExample[]): MatcherExample[] {
  const kept: MatcherExample[] = [];
  const seen = new Set<string>();
  const counts = new Map<string | null, number>();
  for (const example of examples.toReversed()) {
    const key = JSON.stringify([example.capability, example.text]);
    const count = counts.get(example.capability) ?? 0;
    if (seen.has(key) || count >= MOST_EXAMPLES) continue;
    seen.add(key);
    counts.set(example.capability, count + 1);
    kept.push(example);
  }
  return kept.reverse();
}

/** Everything declared or asked for, with the words and domain the taxonomy has for it, else the type of its tasks. */
function describeCapabilities(
  declared: readonly string[],
  examples: readonly { type: string; asked: readonly (string | null)[] }[],
): KnownCapability[] {
  const types = new Map<string, Map<string, number>>();
  for (const { type, asked } of examples) {
    for (const name of asked) {
      if (name === null) continue;
      const counts = types.get(name) ?? new Map<string, number>();
      counts.set(type, (counts.get(type) ?? 0) + 1);
      types.set(name, counts);
    }
  }
  const known = new Map(settings("capabilities").capabilities.map((one) => [one.name, one]));
  return [...new Set([...declared, ...types.keys()])].sort().map((name) => {
    const entry = known.get(name);
    const [mostly] = [...(types.get(name) ?? [])].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
    return {
      name,
      description: entry ? [...entry.synonyms, entry.description].join(" ") : "",
      domain: entry?.domain ?? mostly?.[0] ?? null,
    };
  });
}

/** SHA-256 over what was read, in order. */
function fingerprint(capabilities: readonly KnownCapability[], texts: readonly AskedText[]): string {
  const hash = createHash("sha256").update(`${JSON.stringify(capabilities)}\n`);
  for (const text of texts) hash.update(`${JSON.stringify(text)}\n`);
  return hash.digest("hex");
}
