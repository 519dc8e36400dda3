import type { z } from "zod";
import type { DocumentFinding } from "#lib/contracts/preset-file.ts";
import { JsonSyntaxError, readJsonPlaces } from "#lib/core/json-places.ts";

/** A schema's complaints; a property that must not be there is named, not the thing around it. */
export function schemaFindings(error: z.ZodError): DocumentFinding[] {
  return error.issues.flatMap((issue): DocumentFinding[] => {
    const at = issue.path.map(String);
    if (issue.code !== "unrecognized_keys") return [{ at, line: null, message: issue.message }];
    return issue.keys.map((key) => ({ at: [...at, key], line: null, message: `There is no property "${key}" here.` }));
  });
}

/**
 * Judges a text of JSON: what is no JSON, or says one thing twice, is a finding too, and each has its line.
 * @param judge is given what the text says; null: it is no JSON
 */
export function judgeText<T extends { findings: DocumentFinding[] }>(text: string, judge: (value: unknown) => T): T {
  try {
    const { value, lineOf, repeated } = readJsonPlaces(text);
    const judged = judge(value);
    const twice = repeated.map(({ path, line }) => ({ at: path, line, message: "It is written twice." }));
    const placed = judged.findings.map((finding) => ({ ...finding, line: lineOf(finding.at) }));
    return { ...judged, findings: [...twice, ...placed].toSorted((a, b) => a.line - b.line) };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return { ...judge(null), findings: [{ at: [], line: error.line, message: error.message }] };
  }
}

const SHOWN_FINDINGS = 5;

/** "line 12, presets.researcher.temperature: Lies between 0 and 2; …", the first few. */
export function describeFindings(findings: readonly DocumentFinding[]): string {
  const reasons = findings.slice(0, SHOWN_FINDINGS).map(describeFinding);
  if (findings.length > reasons.length) reasons.push(`and ${findings.length - reasons.length} more`);
  return reasons.join("; ");
}

/** "line 12, presets.researcher.temperature: Lies between 0 and 2" */
export function describeFinding({ at, line, message }: DocumentFinding): string {
  const place = [line === null ? "" : `line ${line}`, at.join(".")].filter((part) => part !== "").join(", ");
  return place === "" ? message : `${place}: ${message}`;
}
