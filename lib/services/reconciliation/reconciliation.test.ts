import { beforeAll, expect, test } from "vitest";
import { usdToNano } from "#lib/core/money.ts";
import { readReconciliation } from "#lib/queries/reconciliation/read-reconciliation.ts";
import { db } from "#lib/store/client.ts";
import { keyContext, startedRuntime, systemContext } from "#test/fleet.ts";
import { deleteUpload } from "./delete-upload.ts";
import { previewUpload } from "./preview-upload.ts";
import { saveUpload } from "./save-upload.ts";

const ctx = systemContext();
const MODEL = "claude-haiku-4-5";
/** Claude Haiku 4.5 costs $1, $0.10 and $5 a million: input, cache read, output. */
const COST_OF_CALL = usdToNano("1.06");

beforeAll(async () => {
  await startedRuntime();
  // Two calls on the 2nd, one late on the 3rd, one of a broken stream and one that nobody could price.
  await callAt("2026-11-02T10:00:00Z", {});
  await callAt("2026-11-02T12:00:00Z", { servedModel: "claude-haiku-4-5-20251001" });
  await callAt("2026-11-03T23:30:00Z", {});
  await callAt("2026-11-03T12:00:00Z", { usageEstimated: true });
  await callAt("2026-11-03T12:00:00Z", { costNanoUsd: null });
  await reportAt("2026-11-02T15:00:00Z");
});

let made = 0;
const callAt = (at: string, given: object) =>
  db().modelCall.create({
    data: {
      ...{
        id: `cal_${made++}`,
        at: new Date(at),
        decisionId: `dec_call${made}`,
        fleetName: "f",
        actorKind: "key",
        actorId: "k",
      },
      ...{
        requestId: "r",
        target: "t",
        configuration: "anthropic/researcher",
        provider: "anthropic",
        requestedModel: MODEL,
      },
      ...{ streamed: false, usageEstimated: false, totalMs: 1, attempts: 1, attemptLog: "[]" },
      ...{
        inputTokens: 500_000,
        cacheReadTokens: 600_000,
        cacheWrite5mTokens: 0,
        cacheWrite1hTokens: 0,
        outputTokens: 100_000,
      },
      ...{ costNanoUsd: COST_OF_CALL, ...given },
    },
  });

/** An agent's own call under a configuration that runs the model. */
async function reportAt(at: string): Promise<void> {
  const settings = { provider: "anthropic", model: MODEL };
  await db().configuration.create({
    data: {
      ...{ id: "cfg_own", provider: "anthropic", name: "own", headRevision: 1, preset: false, createdAt: new Date(at) },
      revisions: { create: { revision: 1, settings, authorName: "t", note: "n", createdAt: new Date(at) } },
    },
  });
  await db().decision.create({
    data: {
      ...{
        id: "dec_report",
        at: new Date(at),
        fleetName: "f",
        actorKind: "key",
        actorId: "k",
        requestId: "r",
        taskType: "t",
      },
      ...{
        task: "{}",
        verdict: "assigned",
        configuration: "anthropic/own",
        configRevision: 1,
        reason: "r",
        candidates: "[]",
      },
      ...{ detail: "{}", propensity: 1 },
      outcome: {
        create: {
          ...{ at: new Date(at), bodyHash: "h", late: false, inputTokens: 200_000, outputTokens: 20_000 },
          costNanoUsd: usdToNano("0.3"),
        },
      },
    },
  });
}

const usageCsv = (rows: readonly string[]) =>
  [
    "usage_date_utc,model_version,api_key,workspace,usage_type,usage_input_tokens_no_cache,usage_input_tokens_cache_read,usage_output_tokens",
    ...rows,
  ].join("\n");
const costCsv = (rows: readonly string[]) =>
  ["usage_date_utc,model,workspace,api_key,usage_type,token_type,cost_usd,list_price_usd,cost_type", ...rows].join(
    "\n",
  );

const USAGE = usageCsv([
  "2026-11-02,claude-haiku-4-5-20251001,app,Default,standard,1200000,1200000,220000",
  "2026-11-03,claude-haiku-4-5-20251001,app,Default,standard,1500000,1800000,500000",
]);
const COSTS = costCsv([
  "2026-11-02,Claude Haiku 4.5,Default,app,message,input_no_cache,1.2,1.2,token",
  "2026-11-02,Claude Haiku 4.5,Default,app,message,input_cache_read,0.12,0.12,token",
  "2026-11-02,Claude Haiku 4.5,Default,app,message,output,1.1,1.1,token",
  "2026-11-03,Claude Haiku 4.5,Default,app,message,input_no_cache,1.5,1.5,token",
  "2026-11-03,Claude Haiku 4.5,Default,app,message,input_cache_read,0.18,0.18,token",
  "2026-11-03,Claude Haiku 4.5,Default,app,message,output,2.5,2.5,token",
  "2026-11-03,,Default,app,message,,0.3,0.3,web_search",
]);

const form = (name: string, text: string, given: object = {}) => ({
  file: new File([text], name, { type: "text/csv" }),
  provider: "anthropic",
  ...given,
});
const read = (input: object = {}) => readReconciliation({ ctx, input });

test("what went through Signalbox and what agents reported stand beside the provider's export, by UTC day", async () => {
  expect(await previewUpload({ ctx, input: form("usage.csv", USAGE) })).toMatchObject({
    known: true,
    found: { fileRows: 2, firstDay: "2026-11-02", lastDay: "2026-11-03", tellsCosts: false, sameAs: null },
  });
  expect((await read()).uploads).toEqual([]);
  await saveUpload({ ctx, input: form("usage.csv", USAGE) });

  const { comparison } = await read();
  expect(comparison).toMatchObject({ provider: "anthropic", from: "2026-11-02", to: "2026-11-03" });
  const day = (at: number) => comparison?.days[at];
  // 2 calls of $1.06 and a report of $0.30; the export's tokens come to $2.42 at our price.
  expect(day(0)).toMatchObject({
    ...{ day: "2026-11-02", seenNanoUsd: String(2n * COST_OF_CALL), reportedNanoUsd: "300000000" },
    ...{ billedNanoUsd: "2420000000", gapNanoUsd: "0" },
  });
  const output = comparison?.rows.find(({ tokenClass }) => tokenClass === "output");
  expect(output).toMatchObject({
    ...{ model: "claude-haiku-4.5", billedAs: ["claude-haiku-4-5-20251001"], calledAs: [MODEL], atOurPrice: true },
    ...{ billedTokens: 720_000, seenTokens: 500_000, reportedTokens: 20_000, unpricedTokens: 100_000 },
  });
  expect(comparison?.notes.join(" ")).toContain("tokens and no amounts");
});

test("with the costs export beside it the gap is explained, and charges that are no tokens are apart", async () => {
  await saveUpload({ ctx, input: form("costs.csv", COSTS) });
  const { comparison, uploads } = await read();
  expect(uploads.map(({ countingDays }) => countingDays)).toEqual([2, 2]);
  const totals = comparison?.totals;
  expect(totals).toMatchObject({ billedNanoUsd: "6900000000", atOurPriceNanoUsd: "0" });
  const causes = Object.fromEntries((totals?.causes ?? []).map(({ cause, nanoUsd }) => [cause, Number(nanoUsd) / 1e9]));
  // The 3rd: the call nobody priced ($1.06), 200,000 tokens of output more ($1.00, half of them within a broken stream's).
  expect(causes).toEqual({ unpriced: 1.06, estimated: 0.5, elsewhere: 0.5, other_charge: 0.3 });
  expect(comparison?.headline).toMatch(
    /^Anthropic billed \$6\.90 for 2 to 3 November 2026; Signalbox knows \$4\.54 of it\./,
  );
});

test("the same file again says so, a newer export of the same days replaces the older one until it is deleted", async () => {
  const again = saveUpload({ ctx, input: form("renamed.csv", USAGE) });
  await expect(again).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("uploaded already") });
  const newer = usageCsv(["2026-11-03,claude-haiku-4-5-20251001,app,Default,standard,1,1,1"]);
  const { id } = await saveUpload({ ctx, input: form("newer.csv", newer) });
  const tokens = async () =>
    (await read({ provider: "anthropic", from: "2026-11-02" })).comparison?.totals.billedTokens;
  expect(await tokens()).toBe(2_620_003);
  expect((await read()).uploads.map(({ fileName, countingDays }) => `${fileName} ${countingDays}`)).toEqual([
    "newer.csv 1",
    "costs.csv 2",
    "usage.csv 1",
  ]);
  // Another account's export adds up.
  const other = await saveUpload({ ctx, input: form("newer.csv", newer, { account: "second" }) });
  expect(await tokens()).toBe(2_620_006);
  await deleteUpload({ ctx, input: { id } });
  await deleteUpload({ ctx, input: { id: other.id } });
  expect(await tokens()).toBe(6_420_000);
  const audited = await db().auditEntry.findMany({
    where: { entity: "invoice", entityId: id },
    orderBy: { id: "asc" },
  });
  expect(audited.map(({ verb, actorName }) => `${verb} by ${actorName}`)).toEqual([
    "invoice.upload by Test",
    "invoice.delete by Test",
  ]);
});

test("a file that cannot be read leaves nothing behind, and who may not write is refused", async () => {
  const before = (await read()).uploads.length;
  const lines = await db().invoiceLine.count();
  const wrong = saveUpload({
    ctx,
    input: form("usage.csv", `${USAGE}\n2026-11-04,claude-haiku-4-5,app,Default,standard,x,1,1`),
  });
  await expect(wrong).rejects.toThrow("usage.csv line 4: column usage_input_tokens_no_cache");
  const unknown = saveUpload({ ctx, input: form("mine.csv", "when,what\n2026-11-02,1\n") });
  await expect(unknown).rejects.toMatchObject({ details: [{ path: "mapping" }] });
  expect((await read()).uploads).toHaveLength(before);
  expect(await db().invoiceLine.count()).toBe(lines);
  const input = form("usage.csv", USAGE);
  await expect(saveUpload({ ctx: keyContext("f"), input })).rejects.toMatchObject({ code: "forbidden" });
  await expect(previewUpload({ ctx: keyContext("f"), input })).rejects.toMatchObject({ code: "forbidden" });
});

test("columns that somebody named are remembered for the provider", async () => {
  const mapping = JSON.stringify({ day: "When", model: "Model", input: "In", output: "Out" });
  const text = "When,Model,In,Out\n2026-11-04,gpt-5,10,20\n";
  await saveUpload({ ctx, input: form("mine.csv", text, { provider: "openai", mapping }) });
  expect((await read()).mappings).toMatchObject({ openai: { day: "When", input: "In", tokensPerUnit: 1 } });
});
