import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readEnv } from "#lib/env.ts";
import { syncConfigFiles } from "#lib/services/configurations/sync-config-files.ts";
import { removeDemo } from "#lib/services/demo/remove-demo.ts";
import { db } from "#lib/store/client.ts";
import { seedDemo } from "#prisma/seed/demo.ts";
import { startContext } from "./start-context.ts";
import { step } from "./steps.ts";

/** The files of `configs` into every database; the demo fleet only into an embedded one in which nobody has done anything yet. */
export async function fillDatabase({ withDemo }: { withDemo: boolean }): Promise<void> {
  const ctx = startContext();
  await step(
    ({ added, followed, taken }) => `Files of configs: ${added} presets added, ${followed + taken.length} changed`,
    async () => {
      const synced = await syncConfigFiles({ ctx });
      for (const sentence of synced.broken) console.error(`  ${sentence}`);
      return synced;
    },
  );
  if (withDemo) await makeDemo();
}

/** The scenario is thousands of transactions: a mark in the data folder tells the next start that it was cut short. */
async function makeDemo(): Promise<void> {
  const mark = path.join(readEnv().SIGNALBOX_DATA_DIR, "demo-unfinished");
  if (existsSync(mark)) await removeUnfinished();
  else if (!(await isUntouched())) return;
  await step(
    () => "Demo fleet made",
    async () => {
      writeFileSync(mark, "");
      await seedDemo({ nowMs: Date.now() });
      rmSync(mark);
    },
  );
}

async function removeUnfinished(): Promise<void> {
  const demos = await db().fleet.count({ where: { kind: "demo" } });
  if (demos > 0) await removeDemo({ ctx: startContext() });
}

async function isUntouched(): Promise<boolean> {
  const [fleets, users] = await Promise.all([db().fleet.count(), db().user.count()]);
  return fleets === 0 && users === 0;
}
