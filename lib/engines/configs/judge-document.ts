import {
  configurationNameSchema,
  type LlmConfig,
  PRESET_NAMES,
  type Provider,
  providerSchema,
} from "#lib/contracts/configuration.ts";
import { configurationDocumentSchema, type DocumentFinding } from "#lib/contracts/preset-file.ts";
import { judgeText, schemaFindings } from "./document-findings.ts";
import { type FactsLookup, judgeConfig } from "./validate.ts";

export interface NamedConfig {
  name: string;
  settings: LlmConfig;
}

export interface JudgedDocument {
  /** Null when the document does not even say that. */
  provider: Provider | null;
  /** Those with nothing wrong. */
  configurations: NamedConfig[];
  /** Empty: the document is usable. */
  findings: DocumentFinding[];
}

/**
 * Judges a document in the format of `configs/<provider>.json`, every configuration by the rules of the form.
 * @param complete true for the files Signalbox starts with, which must define all nine presets.
 */
export function judgeDocument(document: unknown, factsOf: FactsLookup, complete: boolean): JudgedDocument {
  const parsed = configurationDocumentSchema.safeParse(document);
  if (!parsed.success) {
    return { provider: providerOf(document), configurations: [], findings: schemaFindings(parsed.error) };
  }
  const { provider, presets } = parsed.data;
  const findings: DocumentFinding[] = [];
  const configurations: NamedConfig[] = [];
  if (!isRecord(presets)) {
    const message = "Write the configurations as an object, by name.";
    return { provider, configurations, findings: [{ at: ["presets"], line: null, message }] };
  }
  for (const [name, given] of Object.entries(presets)) {
    const judged = judgeGiven(provider, name, given, factsOf);
    if (judged.settings) configurations.push({ name, settings: judged.settings });
    for (const { path, message } of judged.findings) {
      findings.push({ at: ["presets", name, ...(path === null ? [] : [path])], line: null, message });
    }
  }
  const missing = complete ? PRESET_NAMES.filter((name) => !Object.hasOwn(presets, name)) : [];
  for (const name of missing) {
    findings.push({ at: ["presets"], line: null, message: `The preset "${name}" is missing.` });
  }
  return { provider, configurations, findings };
}

interface JudgedEntry {
  settings: LlmConfig | null;
  /** Without a path: about the name or the whole. */
  findings: { path: string | null; message: string }[];
}

function judgeGiven(provider: Provider, name: string, given: unknown, factsOf: FactsLookup): JudgedEntry {
  const misnamed = configurationNameSchema.safeParse(name).error?.issues[0]?.message;
  if (misnamed !== undefined) return { settings: null, findings: [{ path: null, message: misnamed }] };
  if (!isRecord(given)) {
    return { settings: null, findings: [{ path: null, message: "Write the settings as an object." }] };
  }
  if (Object.hasOwn(given, "provider")) {
    const message = "The provider stands once, at the top of the file.";
    return { settings: null, findings: [{ path: "provider", message }] };
  }
  const { settings, findings } = judgeConfig({ ...given, provider }, factsOf);
  const errors = findings.filter(({ severity }) => severity === "error");
  return { settings: errors.length === 0 ? settings : null, findings: errors };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The same from text: what is no JSON, or says one thing twice, is a finding too, and each has its line. */
export function judgeDocumentText(text: string, factsOf: FactsLookup, complete: boolean): JudgedDocument {
  return judgeText(text, (document) => judgeDocument(document, factsOf, complete));
}

function providerOf(document: unknown): Provider | null {
  const given = typeof document === "object" && document !== null && "provider" in document ? document.provider : null;
  return providerSchema.safeParse(given).data ?? null;
}
