import type { ServiceContext } from "#lib/auth/context.ts";
import type { Verdict } from "#lib/contracts/health-check.ts";
import { db } from "#lib/store/client.ts";
import { listOpenProblems } from "#lib/store/health-problem.ts";
import { AT_ONCE, type HealthCheck, overall } from "../check-definition.ts";

/** Told of by a check of their own. */
const ELSEWHERE = new Set(["config", "jobs", "ledger"]);

/** What processes have noted while they worked: refused promotions, exports that fail, credentials that do not open. */
export const notesCheck: HealthCheck = {
  id: "notes",
  damping: { ...AT_ONCE, betterAfter: 1 },
  forgetAfterMs: 0,
  run: checkNotes,
};

async function checkNotes(_ctx: ServiceContext): Promise<Verdict[]> {
  const problems = (await listOpenProblems(db())).filter(({ topic }) => !ELSEWHERE.has(topic));
  const noted = problems.map(({ topic, entityId, code, message, lastSeenAt }): Verdict => {
    const evidence = [
      { name: "about", value: `${topic.replaceAll("_", " ")} ${entityId}` },
      { name: "last seen", value: lastSeenAt.toISOString() },
    ];
    const href = topic === "model" ? `/models/${entityId.split("/").map(encodeURIComponent).join("/")}` : null;
    const label = `${entityId}: ${code.replaceAll("_", " ")}`;
    return { subject: `${topic} ${entityId} ${code}`, label, state: "degraded", sentence: message, evidence, href };
  });
  const sentence = noted.length === 0 ? "Nothing is noted." : `${noted.length} noted and open.`;
  return [overall("All notes", { state: "ok", sentence }), ...noted];
}
