/** The generation in a Claude model's name, on Anthropic's API and on Bedrock alike. */
export interface ClaudeVersion {
  /** opus, sonnet, haiku, fable ... */
  line: string;
  /** 4.5 for claude-sonnet-4-5; of an unknown form the newest. */
  version: number;
}

/** Names that are not understood are taken for what comes next: what is new keeps what was there, as a rule. */
export function claudeVersion(model: string): ClaudeVersion {
  const today = /claude-([a-z]+)-(\d{1,2})(?:[-.](\d{1,2}))?(?!\d)/.exec(model);
  if (today) return { line: today[1] ?? "", version: Number(today[2]) + Number(today[3] ?? 0) / 10 };
  const older = /claude-(\d)(?:[-.](\d))?(?:-([a-z]+))?(?!\d)/.exec(model);
  if (older) return { line: older[3] ?? "", version: Number(older[1]) + Number(older[2] ?? 0) / 10 };
  return { line: "", version: Number.POSITIVE_INFINITY };
}
