import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ServiceContext } from "#lib/auth/context.ts";
import type { Provider } from "#lib/contracts/configuration.ts";
import { columnMappingSchema, TOKEN_CLASSES } from "#lib/contracts/reconciliation.ts";
import { systemClock } from "#lib/core/clock.ts";
import { nanoToUsdText } from "#lib/core/money.ts";
import { readExport } from "./read-export.ts";

const ctx: ServiceContext = {
  actor: { kind: "user", id: "usr_1", name: "Fi", role: "admin" },
  requestId: "req_export",
  clock: systemClock,
};

async function* inPieces(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  for (let at = 0; at < bytes.length; at += 37) yield bytes.subarray(at, at + 37);
}

const read = (provider: Provider, content: string | Uint8Array, mapping: object | null = null) =>
  readExport({
    ctx,
    provider,
    mapping: mapping && columnMappingSchema.parse(mapping),
    fileName: "export.csv",
    bytes: inPieces(content),
  });

/** "2026-11-02 claude-opus-4-8 output batch 1200 tokens $0.5" */
async function linesOf(provider: Provider, content: string | Uint8Array, mapping: object | null = null) {
  const found = await read(provider, content, mapping);
  if (!found.known) throw new Error(`unknown columns: ${found.header.join(", ")}`);
  return found.gathered.lines.map(({ day, billedAs, tokenClass, tier, tokens, costNanoUsd }) =>
    [
      day,
      billedAs,
      tokenClass ?? "none",
      tier,
      tokens === null ? "? tokens" : `${tokens} tokens`,
      costNanoUsd === null ? "$?" : `$${nanoToUsdText(costNanoUsd)}`,
    ].join(" "),
  );
}

describe("exports of OpenAI", () => {
  const usage =
    "start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,user_id,api_key_id,model,batch,service_tier,input_tokens,output_tokens,input_cached_tokens,input_cache_write_tokens,input_uncached_tokens\n";

  test("buckets of a minute become days, and what came from a cache is taken out of the input", async () => {
    const csv = `${usage}1793664000,1793664060,2026-11-03T00:00:00+00:00,2026-11-03T00:01:00+00:00,proj_a,3.0,,key_1,gpt-5-2025-08-07,false,default,7162,1673,1280,,5882
1793664060,1793664120,2026-11-03T00:01:00+00:00,2026-11-03T00:02:00+00:00,proj_a,1.0,,key_1,gpt-5-2025-08-07,False,,1000,200,100,300,
1793664060,1793664120,2026-11-03T00:01:00+00:00,2026-11-03T00:02:00+00:00,proj_a,2.0,,key_1,gpt-5-2025-08-07,True,,50,60,0,,50
1793664120,1793664180,2026-11-03T00:02:00+00:00,2026-11-03T00:03:00+00:00,,,,,,,,,,,,
`;
    expect(await linesOf("openai", csv)).toEqual([
      "2026-11-03 gpt-5-2025-08-07 cache_read standard 1380 tokens $?",
      "2026-11-03 gpt-5-2025-08-07 cache_write_5m standard 300 tokens $?",
      "2026-11-03 gpt-5-2025-08-07 input batch 50 tokens $?",
      "2026-11-03 gpt-5-2025-08-07 input standard 6482 tokens $?",
      "2026-11-03 gpt-5-2025-08-07 output batch 60 tokens $?",
      "2026-11-03 gpt-5-2025-08-07 output standard 1873 tokens $?",
    ]);
    const found = await read("openai", csv);
    expect(found).toMatchObject({ known: true, format: { id: "openai-usage" }, gathered: { rows: 3 } });
    expect(found.known && [...found.gathered.skipped]).toEqual([["of a time in which nothing was used", 1]]);
  });

  test("usage that is not grouped by model is refused, with what to do", async () => {
    const csv = `${usage}1793664000,1793664060,,,proj_a,3,,key_1,,,,10,10,0,0,10\n`;
    await expect(read("openai", csv)).rejects.toThrow(/line 2: column model: .*group the usage by model/);
  });

  test("line items become models and classes, what is no token stays a charge", async () => {
    const csv = `start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,quantity_unit,line_item,user_id,api_key_id,project_id,organization_id,project_name,organization_name,user_email,api_source
1793664000,1793750400,2026-11-03T00:00:00,2026-11-04T00:00:00,,,,,,,,,,,,,
1793664000,1793750400,2026-11-03T00:00:00,2026-11-04T00:00:00,0.003835980000000000000000000000,usd,76719,tokens,"gpt-5-nano, input_tokens",,key_1,proj_a,org-a,Search,Acme,a@b.example,
1793664000,1793750400,2026-11-03T00:00:00,2026-11-04T00:00:00,0.5,usd,,,"gpt-4o-2024-08-06, cached input",,,,,,,,
1793664000,1793750400,2026-11-03T00:00:00,2026-11-04T00:00:00,1.29e-05,usd,,,web search tool calls,,,,,,,,
`;
    expect(await linesOf("openai", csv)).toEqual([
      "2026-11-03 gpt-4o-2024-08-06 cache_read standard ? tokens $0.5",
      "2026-11-03 gpt-5-nano input standard 76719 tokens $0.00383598",
      "2026-11-03 web search tool calls none standard ? tokens $0.0000129",
    ]);
  });
});

describe("exports of the Claude console", () => {
  test("each class of tokens has its column", async () => {
    const csv = `usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens,web_search_count,inference_geo,speed
2026-11-02,claude-opus-4-8,App,Default,standard,≤ 200k,109911,2528,0,0,34988,0,global,
2026-11-02 13:00,claude-opus-4-8,App,"Research, EU",batch,≤ 200k,100,0,7,9,20,0,global,
`;
    expect(await linesOf("anthropic", csv)).toEqual([
      "2026-11-02 claude-opus-4-8 cache_read batch 9 tokens $?",
      "2026-11-02 claude-opus-4-8 cache_write_1h batch 7 tokens $?",
      "2026-11-02 claude-opus-4-8 cache_write_5m standard 2528 tokens $?",
      "2026-11-02 claude-opus-4-8 input batch 100 tokens $?",
      "2026-11-02 claude-opus-4-8 input standard 109911 tokens $?",
      "2026-11-02 claude-opus-4-8 output batch 20 tokens $?",
      "2026-11-02 claude-opus-4-8 output standard 34988 tokens $?",
    ]);
  });

  test("costs come by display name and token type, and web searches are no tokens", async () => {
    const csv = `usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type,inference_geo,speed,api_key_id,api_key_status
2026-11-04,Claude Haiku 4.5,Default,demo-key,message,≤ 200k,input_no_cache,0.05,0.05,token,not_available,,apikey_01AAA,active
2026-11-04,Claude Haiku 4.5,Default,demo-key,message,≤ 200k,input_cache_read,0.10,1.00,token,not_available,,apikey_01AAA,active
2026-11-04,,Default,demo-key,message,,,0.30,0.30,web_search,not_available,,apikey_01AAA,active
`;
    expect(await linesOf("anthropic", csv)).toEqual([
      "2026-11-04 Claude Haiku 4.5 cache_read standard ? tokens $0.1",
      "2026-11-04 Claude Haiku 4.5 input standard ? tokens $0.05",
      "2026-11-04 web_search none standard ? tokens $0.3",
    ]);
  });
});

describe("exports of AWS", () => {
  test("usage types of a Cost and Usage Report, packed as AWS delivers it", async () => {
    const csv = `line_item_usage_start_date,line_item_usage_account_id,line_item_line_item_type,line_item_product_code,line_item_usage_type,line_item_usage_amount,line_item_unblended_cost,line_item_currency_code,pricing_unit,product
2026-11-05T00:00:00.000Z,123456789012,Usage,AmazonBedrock,USE1-Claude4.6Sonnet-input-tokens-cross-region-global,12.345,0.037035,USD,1K tokens,
2026-11-05T01:00:00.000Z,123456789012,Usage,AmazonBedrock,USE1-Claude4.6Sonnet-cache-read-input-token-count,2,0.0006,USD,1K tokens,
2026-11-05T01:00:00.000Z,123456789012,Usage,AmazonBedrock,USE1-Nova2.0Lite-output-tokens-batch,1.5,0.001,USD,1K tokens,
2026-11-05T01:00:00.000Z,123456789012,Usage,AmazonBedrock,USE1-anthropic.claude-opus-4-8-mantle-cache-write-tokens-global-standard,3,0.01,USD,,
2026-11-05T01:00:00.000Z,123456789012,Usage,abc123,USW2-MP:USW2_OutputTokenCount_Global-Units,0.25,6.25,USD,Units,"{""product_name"":""Claude Opus 5.5 (Amazon Bedrock Edition)""}"
2026-11-05T01:00:00.000Z,123456789012,Usage,AmazonEC2,USE1-BoxUsage:t3.micro,24,0.25,USD,Hrs,
2026-11-05T01:00:00.000Z,123456789012,Tax,AmazonBedrock,,1,0.7,USD,,
`;
    const found = ["2026-11-05 Claude Opus 5.5 output standard 250000 tokens $6.25"];
    expect(await linesOf("bedrock", gzipSync(csv))).toEqual([
      ...found,
      "2026-11-05 Claude4.6Sonnet cache_read standard 2000 tokens $0.0006",
      "2026-11-05 Claude4.6Sonnet input standard 12345 tokens $0.037035",
      "2026-11-05 Nova2.0Lite output batch 1500 tokens $0.001",
      "2026-11-05 Tax none standard ? tokens $0.7",
      "2026-11-05 anthropic.claude-opus-4-8 cache_write_5m standard 3000 tokens $0.01",
    ]);
  });

  test("the report of before has the same columns with a slash", async () => {
    const csv = `lineItem/UsageStartDate,lineItem/UsageAccountId,lineItem/LineItemType,lineItem/ProductCode,lineItem/UsageType,lineItem/UsageAmount,lineItem/UnblendedCost,lineItem/CurrencyCode,pricing/unit,resourceTags/user:Team,resourceTags/user:team
2026-11-05T00:00:00Z,123456789012,Usage,AmazonBedrock,EUW1-Claude3Haiku-output-tokens,1,0.00125,USD,1K tokens,a,b
`;
    expect(await linesOf("bedrock", csv)).toEqual(["2026-11-05 Claude3Haiku output standard 1000 tokens $0.00125"]);
  });

  test("Cost Explorer has a column for each usage type, and no tokens", async () => {
    const csv = `"Usage type","USE1-Claude4.6Sonnet-input-tokens($)","USE1-Claude4.6Sonnet-output-tokens($)","USE1-BoxUsage:t3.micro($)","Total costs($)"
"Usage type total","3.1","4","9","16.1"
"2026-11-05","1.1","","9","10.1"
"2026-11-06","2","4","","6"
`;
    expect(await linesOf("bedrock", csv)).toEqual([
      "2026-11-05 Claude4.6Sonnet input standard ? tokens $1.1",
      "2026-11-06 Claude4.6Sonnet input standard ? tokens $2",
      "2026-11-06 Claude4.6Sonnet output standard ? tokens $4",
    ]);
  });
});

describe("any other table", () => {
  test("the stated format needs no naming of columns, with semicolons, BOM and CRLF too", async () => {
    const csv = '\uFEFF"Day";Model;token_class;tokens;cost_usd\r\n2026/11/25;gpt-5;cached input;1000;$0.25\r\n';
    expect(await linesOf("openai", csv)).toEqual(["2026-11-25 gpt-5 cache_read standard 1000 tokens $0.25"]);
  });

  test("columns that nobody knows come back with the first rows, and are read once they are named", async () => {
    const csv = 'Date,LLM,Prompt (K),From cache (K),Answer (K)\n2026-11-25,gpt-5,"1,200.5",200,3\n';
    expect(await read("openai", csv)).toMatchObject({
      known: false,
      header: ["Date", "LLM", "Prompt (K)", "From cache (K)", "Answer (K)"],
      sample: [["2026-11-25", "gpt-5", "1,200.5", "200", "3"]],
    });
    const mapping = {
      ...{ day: "Date", model: "LLM", input: "Prompt (K)", cacheRead: "From cache (K)", output: "Answer (K)" },
      ...{ tokensPerUnit: 1000, inputIncludesCached: true },
    };
    expect(await linesOf("openai", csv, mapping)).toEqual([
      "2026-11-25 gpt-5 cache_read standard 200000 tokens $?",
      "2026-11-25 gpt-5 input standard 1000500 tokens $?",
      "2026-11-25 gpt-5 output standard 3000 tokens $?",
    ]);
  });

  const stated = (row: string) => `day,model,token_class,tokens,cost_usd\n2026-11-25,gpt-5,input,1,1\n${row}\n`;
  test.each([
    [stated("11/25/2026,gpt-5,input,1,1"), /export\.csv line 3: column day: "11\/25\/2026" is no day/],
    [stated("2026-02-30,gpt-5,input,1,1"), /line 3: column day/],
    [stated("2026-11-25,gpt-5,thoughts,1,1"), /line 3: column token_class: "thoughts" is no class/],
    [stated("2026-11-25,gpt-5,input,1.5,1"), /line 3: column tokens: "1.5" is no whole count/],
    [stated("2026-11-25,gpt-5,input,-1,1"), /line 3: column tokens/],
    [stated("2026-11-25,gpt-5,input,1,1e99"), /line 3: column cost_usd|too/],
    [stated("2026-11-25,gpt-5,input"), /line 3|Invalid Record Length/],
    [stated('2026-11-25,"gpt-5,input,1,1'), /cannot be read as CSV/],
    ["day;model;token_class;tokens\n2026-11-25;gpt-5;input;1,234\n", /line 2: column tokens: .*two ways/],
    ["day,model,token_class,tokens\n", /says of no usage/],
    ["", /is empty/],
    ["PK\u0003\u0004", /spreadsheet or a ZIP/],
    ["a,a\n1,2\n", /two columns are called a/],
  ])("what cannot be read is named with its line and column: %j", async (csv, message) => {
    await expect(read("openai", csv)).rejects.toThrow(message);
  });

  test("an export of another provider is told by its name", async () => {
    const csv = "usage_date_utc,model_version,usage_output_tokens\n2026-11-02,claude-opus-4-8,1\n";
    await expect(read("openai", csv)).rejects.toThrow(/those of the Claude console usage export.*choose anthropic/);
  });

  test("what is written in the stated format is read back, to the token and nano-dollar", async () => {
    const line = fc.record({
      day: fc
        .integer({ min: 0, max: 300 })
        .map((days) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10)),
      model: fc.stringMatching(/^[a-z]([a-z0-9 ,;"-]{0,20}[a-z0-9])?$/),
      tokenClass: fc.constantFrom(...TOKEN_CLASSES),
      tokens: fc.bigInt({ min: 0n, max: 10n ** 15n }),
      costNanoUsd: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
    });
    const distinct = fc.uniqueArray(line, {
      minLength: 1,
      maxLength: 30,
      selector: (x) => `${x.day} ${x.model} ${x.tokenClass}`,
    });
    await fc.assert(
      fc.asyncProperty(
        distinct,
        fc.constantFrom(",", ";", "\t"),
        fc.constantFrom("\n", "\r\n"),
        async (lines, sep, end) => {
          const rows = lines.map(({ day, model, tokenClass, tokens, costNanoUsd }) =>
            [day, `"${model.replaceAll('"', '""')}"`, tokenClass, tokens, nanoToUsdText(costNanoUsd)].join(sep),
          );
          const csv = [["day", "model", "token_class", "tokens", "cost_usd"].join(sep), ...rows].join(end);
          const found = await read("openai", csv);
          expect(found.known).toBe(true);
          if (!found.known) return;
          const asked = (x: { day: string; tokenClass: string | null }, model: string) =>
            `${x.day} ${model} ${x.tokenClass}`;
          const byKey = new Map(found.gathered.lines.map((x) => [asked(x, x.billedAs), x]));
          expect(byKey.size).toBe(lines.length);
          for (const x of lines) {
            expect(byKey.get(asked(x, x.model))).toMatchObject({ tokens: x.tokens, costNanoUsd: x.costNanoUsd });
          }
        },
      ),
      { numRuns: 60, seed: 5 },
    );
  });
});
