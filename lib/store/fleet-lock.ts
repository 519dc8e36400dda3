import type { FleetKind } from "#lib/contracts/agent.ts";
import type { Db } from "./client.ts";
import { insertFleet } from "./fleet.ts";

/** Makes the fleet when it is new and locks it until the transaction ends. @returns the kind it has. */
export async function lockFleet(
  db: Db,
  fleet: { name: string; kind: FleetKind; description: string; atMs: number },
): Promise<FleetKind> {
  await insertFleet(db, fleet);
  const [row] = await db.$queryRaw<{ kind: FleetKind }[]>`
    select kind::text as kind from fleet where name = ${fleet.name} for update`;
  return row?.kind ?? fleet.kind;
}
