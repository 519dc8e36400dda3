import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { checkDocumentSchema } from "#lib/contracts/configuration-exchange.ts";
import { parseInput } from "#lib/core/parse.ts";
import { judgeGivenDocument, toDetail } from "./read-document.ts";

export interface CheckedDocument {
  valid: boolean;
  findings: { path: string; message: string }[];
}

/** What an import of the document would be refused for, without importing anything. Scope config:read. */
export async function checkDocument({ ctx, input }: ServiceCall): Promise<CheckedDocument> {
  requireScope(ctx, "config:read");
  const { findings } = judgeGivenDocument(parseInput(checkDocumentSchema, input, "document"), ctx.clock.nowMs());
  return { valid: findings.length === 0, findings: findings.map(toDetail) };
}
