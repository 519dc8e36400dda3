import type { ServiceContext } from "#lib/auth/context.ts";
import { deliverAlerts } from "#lib/services/alerts/deliver-alerts.ts";
import { forgetChannelSecrets } from "#lib/services/alerts/forget-channel-secrets.ts";
import { forgetDeliveries } from "#lib/services/alerts/forget-deliveries.ts";
import { readDemand } from "#lib/services/budgets/read-demand.ts";
import { watchBudgets } from "#lib/services/budgets/watch-budgets.ts";
import { forgetRetiredCredentials } from "#lib/services/credentials/forget-retired-credentials.ts";
import { writeDrillCounts } from "#lib/services/fallback/write-drill-counts.ts";
import { probeProviders } from "#lib/services/health/probe-providers.ts";
import { runDueChecks } from "#lib/services/health/run-checks.ts";
import { forgetInteractions } from "#lib/services/interactions/forget-interactions.ts";
import { forgetSpans } from "#lib/services/interactions/forget-spans.ts";
import { forgetArtifacts } from "#lib/services/models/forget-artifacts.ts";
import { forgetPrompts } from "#lib/services/prompts/forget-prompts.ts";
import { giveUpReplays } from "#lib/services/replays/give-up-replays.ts";
import { expireAssignments } from "#lib/services/routing/expire-assignments.ts";
import { forgetIdempotencyKeys } from "#lib/services/routing/forget-idempotency-keys.ts";
import { sumUpRuns } from "#lib/services/runs/sum-up-runs.ts";
import { checkTrials } from "#lib/services/trials/check-trials.ts";
import { addUpUsage } from "#lib/services/usage/add-up-usage.ts";
import { sampleUsage } from "#lib/services/usage/verify-usage.ts";

/** Work that every process does at an interval; each may run in several processes at once. */
export interface JobDefinition {
  name: string;
  everyMs: number;
  /** It reads what this process itself must know: also those do it that leave the work to another. */
  ofEach?: boolean;
  run(call: { ctx: ServiceContext }): Promise<unknown>;
}

export const JOBS: readonly JobDefinition[] = [
  { name: "expire assignments", everyMs: 1_000, run: expireAssignments },
  { name: "check trials", everyMs: 1_000, run: checkTrials },
  { name: "give up replays", everyMs: 1_000, run: giveUpReplays },
  { name: "watch budgets", everyMs: 1_000, run: watchBudgets },
  { name: "deliver alerts", everyMs: 1_000, run: deliverAlerts },
  { name: "run checks of health", everyMs: 5_000, run: runDueChecks },
  { name: "probe providers", everyMs: 5_000, run: probeProviders },
  { name: "add up usage", everyMs: 5_000, run: addUpUsage },
  { name: "sum up runs", everyMs: 5_000, run: sumUpRuns },
  { name: "sample usage", everyMs: 300_000, run: sampleUsage },
  { name: "read demand", everyMs: 60_000, ofEach: true, run: readDemand },
  { name: "write drill counts", everyMs: 1_000, ofEach: true, run: writeDrillCounts },
  { name: "forget retired credentials", everyMs: 300_000, run: forgetRetiredCredentials },
  { name: "forget channel secrets", everyMs: 300_000, run: forgetChannelSecrets },
  { name: "forget prompts", everyMs: 300_000, run: forgetPrompts },
  { name: "forget spans", everyMs: 300_000, run: forgetSpans },
  { name: "forget deliveries", everyMs: 3_600_000, run: forgetDeliveries },
  { name: "forget interactions", everyMs: 3_600_000, run: forgetInteractions },
  { name: "forget artifacts", everyMs: 3_600_000, run: forgetArtifacts },
  { name: "forget idempotency keys", everyMs: 3_600_000, run: forgetIdempotencyKeys },
];
