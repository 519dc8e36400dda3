import type { DocumentFinding } from "#lib/contracts/preset-file.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { type JudgedDocument, judgeDocument, judgeDocumentText } from "#lib/engines/configs/judge-document.ts";
import type { FactsLookup } from "#lib/engines/configs/validate.ts";
import { modelFacts } from "#lib/runtime/configurations.ts";

/** Judges a document that came as text or parsed, with the prices of this process. */
export function judgeGivenDocument(
  given: { text?: string | undefined; document?: unknown; complete?: boolean },
  atMs: number,
): JudgedDocument {
  const factsOf: FactsLookup = (provider, model) => modelFacts(provider, model, atMs);
  if (given.text !== undefined) return judgeDocumentText(given.text, factsOf, given.complete ?? false);
  return judgeDocument(given.document, factsOf, given.complete ?? false);
}

/** @throws SignalboxError invalid_input with one detail per finding; the sentence names the first. */
export function requireUsable({ findings }: JudgedDocument): void {
  if (findings.length === 0) return;
  const details = findings.map(toDetail);
  const first = details[0];
  const more = details.length > 1 ? ` (and ${details.length - 1} more)` : "";
  const where = first?.path ? `${first.path}: ` : "";
  throw new SignalboxError("invalid_input", `${where}${first?.message}${more}`, { details });
}

/** As errors name a field: the path, and the sentence with its line where there is one. */
function toDetail({ at, line, message }: DocumentFinding): { path: string; message: string } {
  return { path: at.join("."), message: line === null ? message : `${message} (line ${line})` };
}
