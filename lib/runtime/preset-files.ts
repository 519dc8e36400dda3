import { PROVIDERS, type Provider } from "#lib/contracts/configuration.ts";
import type { DocumentFinding } from "#lib/contracts/preset-file.ts";
import { systemClock } from "#lib/core/clock.ts";
import { messageOf } from "#lib/core/errors.ts";
import { judgeDocumentText, type NamedConfig } from "#lib/engines/configs/judge-document.ts";
import { readConfigFile } from "./config-file.ts";
import { catalogueFacts } from "./price-catalogue.ts";

export interface PresetFile {
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
  const none = (message: string): PresetFile => ({
    provider,
    presets: [],
    findings: [{ at: [], line: null, message }],
  });
  let text: string;
  try {
    text = readConfigFile(provider);
  } catch (error) {
    return none(messageOf(error));
  }
  const judged = judgeDocumentText(text, (of, model) => catalogueFacts(of, model, atMs), true);
  if (judged.findings.length > 0) return { provider, presets: [], findings: judged.findings };
  if (judged.provider !== provider) return none(`The file says provider "${judged.provider}".`);
  return { provider, presets: judged.configurations, findings: [] };
}
