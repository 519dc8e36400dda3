import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { checkDocumentSchema, checkSettingsSchema } from "#lib/contracts/configuration-exchange.ts";
import { parseInput } from "#lib/core/parse.ts";
import { judgeSettings } from "#lib/engines/configs/judge-settings.ts";
import { judgeGivenDocument } from "./read-document.ts";

export interface CheckedDocument {
  valid: boolean;
  configurations: number;
  /** The line is null where the document did not come as text. */
  findings: { path: string; line: number | null; message: string }[];
}

/** What an import of the document would be refused for, without importing anything. Scope config:read. */
export async function checkDocument({ ctx, input }: ServiceCall): Promise<CheckedDocument> {
  requireScope(ctx, "config:read");
  const given = parseInput(checkDocumentSchema, input, "document");
  const { configurations, findings } = judgeGivenDocument(given, ctx.clock.nowMs());
  return {
    valid: findings.length === 0,
    configurations: configurations.length,
    findings: findings.map(({ at, line, message }) => ({ path: at.join("."), line, message })),
  };
}

/** What a file of `configs` beside the presets would be refused for, each finding with its line. Scope config:read. */
export async function checkSettings({ ctx, input }: ServiceCall): Promise<Pick<CheckedDocument, "findings">> {
  requireScope(ctx, "config:read");
  const { name, text } = parseInput(checkSettingsSchema, input, "file");
  const { findings } = judgeSettings(name, text);
  return { findings: findings.map(({ at, line, message }) => ({ path: at.join("."), line, message })) };
}
