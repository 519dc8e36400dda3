import { expect, test } from "@playwright/test";
import pg from "pg";
import { runProgram } from "../fixtures/load-fleet.ts";
import { createDatabase } from "../fixtures/own-database.ts";
import { startProduct } from "../fixtures/product.ts";

test.describe.configure({ timeout: 600_000 });

const PATIENCE = { timeout: 300_000, intervals: [50] };

interface Run {
  state: string;
  stage: string;
  attempts: number;
  version: number | null;
}

test("kill -9 in the middle of training: it is resumed once, from the same data, and leaves no half-made version", async () => {
  const own = await createDatabase("training_crash");
  const product = await startProduct({ DATABASE_URL: own.url });
  const fleet = (await runProgram("e2e/fixtures/make-long-history.ts", own.url)).trim();
  const signalbox = (...words: string[]) => runProgram("server/cli/signalbox.ts", own.url, words);
  const database = new pg.Pool({ connectionString: own.url, max: 2 });
  const newestRun = async () =>
    (await database.query<Run>("select state, stage, attempts, version from training_run order by id desc limit 1"))
      .rows[0];
  const versions = async () =>
    (await database.query("select version, artifact_sha256 from model_version where name = $1 order by 1", [fleet]))
      .rows;

  await signalbox("train", "--fleet", fleet, "--no-wait");
  await expect.poll(async () => (await newestRun())?.stage ?? "", PATIENCE).not.toBe("");
  await product.kill();
  expect(await newestRun()).toMatchObject({ state: "running", attempts: 1, version: null });
  expect(await versions(), "versions after the crash").toEqual([]);

  const restarted = await startProduct({ DATABASE_URL: own.url });
  await expect.poll(async () => (await newestRun())?.state, PATIENCE).toBe("succeeded");
  expect(await newestRun()).toMatchObject({ attempts: 2, version: 1 });
  const [resumed, ...more] = await versions();
  expect(more, "versions besides the one it made").toEqual([]);

  await signalbox("train", "--fleet", fleet);
  expect((await versions())[1]).toEqual({ version: 2, artifact_sha256: resumed.artifact_sha256 });
  await database.end();
  await restarted.stop();
  await own.leave();
});
