import type { ServiceContext } from "#lib/auth/context.ts";
import type { DocumentFinding } from "#lib/contracts/preset-file.ts";
import { describeFindings } from "#lib/engines/configs/document-findings.ts";
import { configFileName } from "#lib/runtime/config-file.ts";
import type { Db } from "#lib/store/client.ts";
import { raiseProblem, resolveProblem } from "#lib/store/health-problem.ts";

const problemOf = (name: string) => ({ topic: "config", entityId: configFileName(name), code: "file_broken" });

/**
 * Notes that a file of `configs` is not usable, with line and reason, until it is mended.
 * @param hasLastGood whether something of the file is in force already
 * @returns the sentence of the problem
 * @throws Error with the same when there is nothing that could stay in force
 */
export async function noteBroken(
  tx: Db,
  ctx: ServiceContext,
  name: string,
  findings: readonly DocumentFinding[],
  hasLastGood: boolean,
): Promise<string> {
  const sentence = `${configFileName(name)} is not usable: ${describeFindings(findings)}`;
  if (!hasLastGood) throw new Error(sentence);
  const message = `${sentence}. What it said before stays in force.`;
  await raiseProblem(tx, problemOf(name), message, ctx.clock.nowMs());
  return message;
}

/** Closes the problem of a file that is usable again. */
export function noteMended(tx: Db, ctx: ServiceContext, name: string): Promise<void> {
  return resolveProblem(tx, problemOf(name), ctx.clock.nowMs());
}
