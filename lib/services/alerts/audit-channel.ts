import type { ServiceContext } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import type { ChannelFields, ChannelRow } from "#lib/store/alert-channel.ts";
import type { Db } from "#lib/store/client.ts";

type Audited = ChannelFields & Pick<ChannelRow, "kind" | "tail">;

interface ChannelChange {
  verb: `channel.${"create" | "update" | "archive" | "rotate" | "test" | "retry"}`;
  id: string;
  before?: Audited | null;
  after?: Audited;
  /** What else is to be known of it. */
  more?: Record<string, unknown>;
}

/** Of a secret an audit entry holds what the list shows of it, and no more. */
export async function auditChannel(tx: Db, ctx: ServiceContext, change: ChannelChange): Promise<void> {
  const { verb, id, before, after, more } = change;
  await recordAudit(tx, ctx, {
    verb,
    entity: "channel",
    entityId: id,
    ...(before && { before: told(before) }),
    ...((after || more) && { after: { ...(after && told(after)), ...more } }),
  });
}

function told(row: Audited) {
  const { name, kind, address, mail, tail, minSeverity, alertKinds, subjectIds, tellsResolved, quietMinutes } = row;
  const { enabled } = row;
  return { name, kind, address, mail, tail, minSeverity, alertKinds, subjectIds, tellsResolved, quietMinutes, enabled };
}
