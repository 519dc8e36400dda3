import type { Effort, FamilyMatcher, ModelFamily } from "./family.ts";

// Sources: the migration guides and model pages of platform.claude.com, Messages API reference.

const SAMPLED: ModelFamily = {
  label: "Claude models",
  temperature: { min: 0, max: 1 },
  topP: true,
  temperatureWithTopP: true,
  topKMax: 500,
  penalties: false,
  efforts: [],
  samplingNeedsNoEffort: false,
  thinkingBudget: false,
  reasons: false,
  stopSequencesMax: 8,
  systemPrompt: true,
};

const THROUGH_MAX: readonly Effort[] = ["low", "medium", "high", "xhigh", "max"];

/** Claude 4.7 and later think adaptively and take no sampling parameters. */
const ADAPTIVE: ModelFamily = {
  ...SAMPLED,
  temperature: { min: 1, max: 1 },
  topP: false,
  temperatureWithTopP: false,
  topKMax: null,
  efforts: ["none", ...THROUGH_MAX],
  reasons: true,
};

export interface ClaudeGeneration {
  line: string;
  /** 4.5 for claude-sonnet-4-5. */
  version: number;
}

/** "claude-opus-4-20250514" -> opus 4; "claude-3-5-sonnet-20241022" -> sonnet 3.5; null for other models. */
export function claudeGeneration(bareModel: string): ClaudeGeneration | null {
  const today = /^claude-(opus|sonnet|haiku|fable|mythos)-(\d{1,2})(?:[-.](\d{1,2}))?(?!\d)/.exec(bareModel);
  if (today) return { line: today[1] ?? "", version: Number(today[2]) + Number(today[3] ?? 0) / 10 };
  const older = /^claude-(\d)(?:[-.](\d))?(?:-(opus|sonnet|haiku))?(?!\d)/.exec(bareModel);
  if (older) return { line: older[3] ?? "claude", version: Number(older[1]) + Number(older[2] ?? 0) / 10 };
  return /^claude-(v1|instant)/.test(bareModel) ? { line: "claude", version: 1 } : null;
}

/** Rules of a Claude model, by its generation; the same on Anthropic's API and on Bedrock. */
export const claudeFamily: FamilyMatcher = (bareModel) => {
  const generation = claudeGeneration(bareModel);
  if (!generation) return null;
  const { line, version } = generation;
  const label = `Claude ${line === "claude" ? "" : `${line[0]?.toUpperCase()}${line.slice(1)} `}${version} models`;
  if (version >= 4.7) {
    const alwaysThinks = line === "fable" || line === "mythos" || (line === "opus" && version >= 5.5);
    return { ...ADAPTIVE, label, efforts: alwaysThinks ? THROUGH_MAX : ADAPTIVE.efforts };
  }
  const oneSampler = version >= 4.1;
  return {
    ...SAMPLED,
    label,
    thinkingBudget: version >= 3.7,
    temperatureWithTopP: !oneSampler,
    efforts: effortsOf(line, version),
  };
};

function effortsOf(line: string, version: number): readonly Effort[] {
  if (version >= 4.6) return ["low", "medium", "high", "max"];
  return line === "opus" && version >= 4.5 ? ["low", "medium", "high"] : [];
}
