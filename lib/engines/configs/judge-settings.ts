import type { DocumentFinding } from "#lib/contracts/preset-file.ts";
import { SETTINGS_SCHEMAS, type Settings, type SettingsName } from "#lib/contracts/settings-file.ts";
import { canonicalJson, sha256Hex } from "#lib/core/canonical-json.ts";
import { judgeText, schemaFindings } from "./document-findings.ts";

export interface JudgedSettings<N extends SettingsName> {
  /** Null when anything is wrong: a file counts as a whole or not at all. */
  settings: Settings<N> | null;
  /** Of what the text says: spaces and the order of properties make no difference. */
  sha256: string;
  findings: DocumentFinding[];
}

/** Judges the text of `configs/<name>.json`, every finding with its line. */
export function judgeSettings<N extends SettingsName>(name: N, text: string): JudgedSettings<N> {
  const judged = judgeText(text, (value): JudgedSettings<N> => {
    const parsed = SETTINGS_SCHEMAS[name].safeParse(value);
    const sha256 = sha256Hex(canonicalJson(value));
    if (!parsed.success) return { settings: null, sha256, findings: schemaFindings(parsed.error) };
    return { settings: parsed.data as Settings<N>, sha256, findings: [] };
  });
  return judged.findings.length > 0 ? { ...judged, settings: null } : judged;
}
