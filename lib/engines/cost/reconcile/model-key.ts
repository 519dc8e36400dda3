import type { Provider } from "#lib/contracts/configuration.ts";
import { claudeGeneration } from "#lib/engines/configs/families/anthropic.ts";
import { parseModelId } from "#lib/engines/configs/families/family.ts";

const DATED = /-(\d{8}|\d{4}-\d{2}-\d{2}|latest)$/;
/** As AWS bills it: "Claude4.6Sonnet", "Claude3Haiku", "Claude2.0", "ClaudeInstant". */
const BILLED_CLAUDE = /^claude-?v?(\d(?:\.\d+)?)-?(opus|sonnet|haiku|fable|mythos)?$/;
const BILLED_NOVA = /^nova-?(\d)?(?:\.0)?-?(micro|lite|pro|premier)$/;
/** A whole id, so that "claude-opus-4-6-fast", which has a price of its own, keeps its name. */
const WHOLE_CLAUDE = /^claude-([a-z]+-\d{1,2}([-.]\d{1,2})?|\d([-.]\d)?(-[a-z]+)?)$/;

/**
 * The name under which what a provider bills and what Signalbox called meet. Rules, in order: what stands around an id
 * goes (region of an inference profile, maker, "-v1:0", "(Amazon Bedrock Edition)", an ARN's path); dates of snapshots
 * and "-latest" go, since bills name the snapshot and calls often the alias; Claude and Nova are named by line and
 * version, however they are spelled ("Claude Haiku 4.5", "claude-haiku-4-5-20251001", "Claude4.5Haiku"). Nothing is
 * guessed from resemblance: what does not meet by these rules is listed apart.
 */
export function modelKey(provider: Provider, name: string): string {
  const spelled = (name.includes("/") ? name.slice(name.lastIndexOf("/") + 1) : name)
    .replace(/\(Amazon Bedrock Edition\)/i, "")
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, "-");
  return lineKey(spelled) ?? lineKey(undated(provider, spelled)) ?? undated(provider, spelled);
}

const undated = (provider: Provider, name: string): string => parseModelId(provider, name).bare.replace(DATED, "");

function lineKey(name: string): string | null {
  const billed = BILLED_CLAUDE.exec(name);
  if (billed?.[1]) return claudeKey(billed[2] ?? "claude", Number(billed[1]));
  const nova = BILLED_NOVA.exec(name);
  if (nova) return nova[1] && nova[1] !== "1" ? `nova-${nova[1]}-${nova[2]}` : `nova-${nova[2]}`;
  const generation = WHOLE_CLAUDE.test(name) ? claudeGeneration(name) : null;
  return generation && claudeKey(generation.line, generation.version);
}

const claudeKey = (line: string, version: number) =>
  line === "claude" ? `claude-${version}` : `claude-${line}-${version}`;
