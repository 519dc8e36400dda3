import { type AlertMessage, alertUrl } from "./alert-message.ts";

/** Of the object under `data`; a change that breaks a reader makes the next one. */
const SCHEMA = 1;

/**
 * Body of a webhook in the shape of the Standard Webhooks specification: type, timestamp, data. The same for every
 * attempt. Money in `detail` is decimal text of nano-dollars.
 */
export function webhookPayload(message: AlertMessage): string {
  const { event, alert, covered } = message;
  const { id, kind, severity, subjectKind, subjectId, windowStart, dedupeKey, detail, openedAt } = alert;
  const isOver = event === "resolved";
  return JSON.stringify({
    type: `alert.${event}`,
    timestamp: isOver ? alert.resolvedAt : openedAt,
    data: {
      schema: SCHEMA,
      alert: {
        ...{ id, kind, severity, subject: { kind: subjectKind, id: subjectId }, key: dedupeKey },
        message: alert.message,
        ...{ detail, windowStart, openedAt },
        resolvedAt: isOver ? alert.resolvedAt : null,
        resolution: isOver ? alert.resolution : null,
        url: alertUrl(message),
      },
      alsoCovers: covered.map(({ id: coveredId, message: sentence }) => ({ id: coveredId, message: sentence })),
    },
  });
}
