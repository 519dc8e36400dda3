import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { messageOf, SignalboxError } from "#lib/core/errors.ts";
import { rewrapSecret } from "#lib/core/sealed-secret.ts";
import { sealContextOf } from "#lib/runtime/credentials.ts";
import { masterKey, openingKeys } from "#lib/runtime/master-key.ts";
import { inTransaction } from "#lib/store/client.ts";
import { listCredentials, replaceSealed } from "#lib/store/provider-credential.ts";
import { bumpRevision } from "#lib/store/revision.ts";
import { rewrapChannels } from "../alerts/rewrap-channels.ts";

export interface RewrapReport {
  masterKeyId: string;
  rewrapped: number;
  /** Under this master key before. */
  current: number;
}

/**
 * Puts every credential and the secret of every alert channel under the master key of this process, all or none: the end of a change of master key, after
 * which SIGNALBOX_MASTER_KEY_PREVIOUS may go. The secrets themselves are not opened.
 * @throws SignalboxError conflict, naming the credential that neither master key opens; forbidden.
 */
export async function rewrapCredentials({ ctx }: ServiceCall): Promise<RewrapReport> {
  requireScope(ctx, "credential:write");
  const to = masterKey();
  const keys = openingKeys();
  return inTransaction(async (tx) => {
    const rows = await listCredentials(tx, new Date(ctx.clock.nowMs()));
    const old = rows.filter((row) => row.masterKeyId !== to.id);
    for (const row of old) {
      await replaceSealed(tx, row, { sealed: rewrapped(row), masterKeyId: to.id });
    }
    const channels = await rewrapChannels(tx, keys, to);
    const report = {
      masterKeyId: to.id,
      rewrapped: old.length + channels.rewrapped,
      current: rows.length - old.length + channels.current,
    };
    await recordAudit(tx, ctx, { verb: "credential.rewrap", entity: "credential", entityId: "all", after: report });
    await bumpRevision(tx, "credential");
    return report;
  });

  function rewrapped(row: Awaited<ReturnType<typeof listCredentials>>[number]): string {
    try {
      return rewrapSecret(row.sealed, sealContextOf(row), keys, to);
    } catch (error) {
      throw new SignalboxError(
        "conflict",
        `"${row.name}" of ${row.provider} cannot be put under the new master key: ${messageOf(error)}. Set SIGNALBOX_MASTER_KEY_PREVIOUS to the old one, or remove the credential.`,
      );
    }
  }
}
