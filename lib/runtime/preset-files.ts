import { readFileSync } from "node:fs";
import path from "node:path";
import { PROVIDERS, type Provider } from "#lib/contracts/configuration.ts";
import type { DocumentFinding } from "#lib/contracts/preset-file.ts";
import { systemClock } from "#lib/core/clock.ts";
import { messageOf } from "#lib/core/errors.ts";
import { judgeDocumentText, type NamedConfig } from "#lib/engines/configs/judge-document.ts";
import { readEnv } from "#lib/env.ts";
import { catalogueFacts } from "./price-catalogue.ts";

export interface PresetFile {
  /** "configs/openai.json" */
  file: string;
  provider: Provider;
  presets: NamedConfig[];
  /** Empty: the file is usable as a whole. */
  findings: DocumentFinding[];
}

/** The preset files as they stand on the disk now, one a provider, each judged by the rules of the form. */
export function readPresetFiles(atMs = systemClock.nowMs()): PresetFile[] {
  return PROVIDERS.map((provider) => readPresetFile(provider, atMs));
}

function readPresetFile(provider: Provider, atMs: number): PresetFile {
  const file = `configs/${provider}.json`;
  const none = (message: string): PresetFile => ({
    file,
    provider,
    presets: [],
    findings: [{ at: [], line: null, message }],
  });
  let text: string;
  try {
    text = readFileSync(path.join(readEnv().CONFIGS_DIR, `${provider}.json`), "utf8");
  } catch (error) {
    return none(`The file cannot be read: ${messageOf(error)}`);
  }
  const factsOf = (of: Provider, model: string) => catalogueFacts(of, model, atMs);
  const judged = judgeDocumentText(text, factsOf, true);
  if (judged.findings.length > 0) return { file, provider, presets: [], findings: judged.findings };
  if (judged.provider !== provider) return none(`The file says provider "${judged.provider}".`);
  return { file, provider, presets: judged.configurations, findings: [] };
}
