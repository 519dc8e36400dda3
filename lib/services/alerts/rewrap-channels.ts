import { messageOf, SignalboxError } from "#lib/core/errors.ts";
import { type MasterKey, rewrapSecret } from "#lib/core/sealed-secret.ts";
import { listChannels, rewrapChannel } from "#lib/store/alert-channel.ts";
import type { Db } from "#lib/store/client.ts";
import { channelSealContext } from "./channel-secret.ts";

/**
 * Puts the secrets of every channel under another master key, without opening them.
 * @throws SignalboxError conflict, naming the channel that no master key opens
 */
export async function rewrapChannels(tx: Db, keys: readonly MasterKey[], to: MasterKey) {
  const rows = await listChannels(tx);
  const old = rows.filter((row) => row.masterKeyId !== to.id);
  for (const row of old) {
    try {
      const context = channelSealContext(row);
      const anew = (sealed: string) => rewrapSecret(sealed, context, keys, to);
      const previousSealed = row.previousSealed && anew(row.previousSealed);
      await rewrapChannel(tx, row, { sealed: anew(row.sealed), previousSealed, masterKeyId: to.id });
    } catch (error) {
      throw new SignalboxError(
        "conflict",
        `Alert channel "${row.name}" cannot be put under the new master key: ${messageOf(error)}. Set SIGNALBOX_MASTER_KEY_PREVIOUS to the old one, or archive the channel.`,
      );
    }
  }
  return { rewrapped: old.length, current: rows.length - old.length };
}
