import type { Provider } from "#lib/contracts/configuration.ts";
import { claudeGeneration } from "./families/anthropic.ts";
import { parseModelId } from "./families/family.ts";

/** A model's place in a line that goes on: the newest "claude sonnet" follows every older one. */
export interface ModelLine {
  line: string;
  version: number;
}

const DATED = /-(\d{8}|\d{4}-\d{2}-\d{2}|latest)$/;
const GPT = /^gpt-(\d+)(?:\.(\d+))?(?:-([a-z]+))?$/;
const NOVA = /^nova-(?:(\d)-)?(micro|lite|pro|premier)$/;

/** Null where the id tells no line, as with gpt-4o, which nothing continues by its name. */
export function modelLine(provider: Provider, model: string): ModelLine | null {
  const { bare } = parseModelId(provider, model);
  const undated = bare.replace(DATED, "");
  const claude = claudeGeneration(undated);
  if (claude) return claude.line === "claude" ? null : { line: `claude ${claude.line}`, version: claude.version };
  const gpt = GPT.exec(undated);
  if (gpt) return { line: `gpt ${gpt[3] ?? ""}`.trim(), version: Number(gpt[1]) + Number(gpt[2] ?? 0) / 10 };
  const nova = NOVA.exec(undated);
  return nova ? { line: `nova ${nova[2]}`, version: Number(nova[1] ?? 1) } : null;
}

/** The newest model of the same line among those of the same provider; null when it is the newest itself. */
export function newestOfLine(provider: Provider, model: string, models: readonly string[]): string | null {
  const own = modelLine(provider, model);
  if (!own) return null;
  let newest: { model: string; version: number } | null = null;
  for (const candidate of models) {
    const line = modelLine(provider, candidate);
    if (line?.line !== own.line || line.version <= (newest?.version ?? own.version)) continue;
    newest = { model: candidate, version: line.version };
  }
  return newest?.model ?? null;
}
