/** One line of the audit list. */
export interface AuditView {
  id: string;
  at: string;
  actorKind: "user" | "key" | "system";
  actorName: string;
  verb: string;
  entity: string;
  entityId: string;
  before: unknown;
  after: unknown;
  requestId: string;
}
