import { createLoader, createSerializer, parseAsString } from "nuqs/server";

const auditParams = {
  entity: parseAsString,
  entityId: parseAsString,
  actor: parseAsString,
  cursor: parseAsString,
};

/** The audit list's filters, as they stand in the address. */
export const loadAuditParams = createLoader(auditParams);
const serialize = createSerializer(auditParams);

/** Address of the list under these filters. */
export function auditHref(filter: Parameters<typeof serialize>[1]): string {
  return serialize("/audit", filter);
}
