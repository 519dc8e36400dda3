import type { ServiceContext } from "#lib/auth/context.ts";
import type { Verdict } from "#lib/contracts/health-check.ts";
import { verifyLedger } from "#lib/services/budgets/verify-ledger.ts";
import { AT_ONCE, type HealthCheck, overall } from "../check-definition.ts";

/** Balances are the sums of their entries. */
export const ledgerCheck: HealthCheck = {
  id: "ledger",
  damping: { ...AT_ONCE, betterAfter: 1 },
  forgetAfterMs: 0,
  run: checkLedger,
};

async function checkLedger(ctx: ServiceContext): Promise<Verdict[]> {
  const findings = await verifyLedger({ ctx });
  if (findings.length === 0) {
    return [overall("Ledger", { state: "ok", sentence: "Every balance equals the sum of its entries." })];
  }
  return findings.map(({ code, entityId, message }) => ({
    subject: `${code} ${entityId}`,
    label: code.replaceAll("_", " "),
    state: "failing",
    sentence: message,
    evidence: [{ name: "budget", value: entityId }],
    href: entityId === "leases" ? "/budgets" : `/budgets/${entityId}`,
  }));
}
