import { db } from "#lib/store/client.ts";

/** The ledger of one budget, oldest entry first. */
export async function entriesOf(budgetId: string) {
  const sets = await db().ledgerSet.findMany({ where: { budgetId } });
  return db().ledgerEntry.findMany({
    where: { setId: { in: sets.map(({ setId }) => setId) } },
    orderBy: { id: "asc" },
  });
}
