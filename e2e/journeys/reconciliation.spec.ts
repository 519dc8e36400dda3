import { expect, expectAccessible, settled, test } from "../fixtures/test.ts";

/** Whole days of the demo's past, which nobody adds to. */
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const [FIRST, LAST] = [daysAgo(10), daysAgo(8)];
const PLANTED_TOKENS = 1_000_000;
const HEADER =
  "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache," +
  "usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read," +
  "usage_output_tokens,web_search_count,inference_geo,speed";
const usageRow = (day: string, model: string, { input = 0, write5m = 0, write1h = 0, read = 0, output = 0 }: Tokens) =>
  `${day},${model},fleet,Default,standard,,${input},${write5m},${write1h},${read},${output},0,global,`;

type Tokens = Partial<Record<"input" | "write5m" | "write1h" | "read" | "output", number>>;

const file = (name: string, lines: readonly string[]) => ({
  ...{ name, mimeType: "text/csv" },
  buffer: Buffer.from([HEADER, ...lines].join("\n")),
});

test("an export of what the demo used, with usage planted elsewhere: the page finds exactly that", async ({
  page,
  baseURL,
  complaints,
}) => {
  // An export of next to nothing makes the page say what Signalbox knows of the days.
  const probe = file("probe.csv", [
    usageRow(FIRST, "claude-haiku-4-5", { input: 1 }),
    usageRow(LAST, "claude-haiku-4-5", { input: 1 }),
  ]);
  const kept = await page.request.post("/budgets/reconciliation/upload", {
    headers: { origin: baseURL ?? "" },
    multipart: { provider: "anthropic", file: probe },
  });
  expect(kept.status()).toBe(200);
  const range = `provider=anthropic&from=${FIRST}&to=${LAST}`;
  const known = await readCells(await (await page.request.get(`/api/ui/reconciliation/export?${range}`)).text());
  expect(known.length).toBeGreaterThan(0);
  const rows = known.map(({ day, model, tokens }) => usageRow(day, model.replace(".", "-"), tokens));
  const planted = usageRow(LAST, "claude-haiku-4-5-20251001", { output: PLANTED_TOKENS });

  await page.goto("/budgets/reconciliation");
  await settled(page);
  await page.getByRole("button", { name: "Upload an export" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Provider").selectOption("anthropic");
  const chosen = dialog.getByLabel("Export", { exact: true });
  await chosen.setInputFiles(file("usage.csv", [...rows, planted.replace(String(PLANTED_TOKENS), "many")]));
  await expect(dialog.getByText(`usage.csv line ${rows.length + 2}: column usage_output_tokens`)).toBeVisible();
  // The browser's own line about the refused upload.
  expect(complaints.splice(0)).toEqual([expect.stringContaining("400")]);

  await chosen.setInputFiles(file("usage.csv", [...rows, planted]));
  await expect(dialog.getByText("Read as Claude console usage export")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Keep it" }).click();

  // Claude Haiku 4.5 costs $5 a million tokens of output.
  await expect(page.getByText(/usage that did not go through Signalbox \(\$5\.00\)/)).toBeVisible();
  await settled(page);
  const row = page.getByRole("row").filter({ hasText: "claude-haiku-4.5" }).filter({ hasText: "Output" });
  await expect(row).toContainText("1,000,000");
  await expect(row).toContainText("differs");
  await expect(page.getByText("agrees", { exact: true }).first()).toBeVisible();
  await expectAccessible(page);

  for (const name of ["usage.csv", "probe.csv"]) {
    await page.getByRole("button", { name: `Delete ${name}` }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await expect(page.getByRole("button", { name: `Delete ${name}` })).toHaveCount(0);
  }
});

interface Known {
  day: string;
  model: string;
  tokens: Tokens;
}

const CLASSES: Record<string, keyof Tokens> = {
  ...{ input: "input", output: "output", cache_read: "read" },
  ...{ cache_write_5m: "write5m", cache_write_1h: "write1h" },
};

/** What Signalbox knows by day and model: its calls by every class of tokens, what agents reported as input and output. */
function readCells(csv: string): Known[] {
  const [header = "", ...lines] = csv.trim().split("\r\n");
  const names = header.split(",");
  const found = new Map<string, Known>();
  for (const line of lines) {
    const cells = line.split(",");
    const cell = (name: string) => cells[names.indexOf(name)] ?? "";
    const [day, model] = [cell("day_utc"), cell("model")];
    const tokens = Number(cell("seen_tokens")) + Number(cell("reported_tokens"));
    const tokenClass = CLASSES[cell("token_class")];
    if (!tokenClass || tokens === 0) continue;
    const of = found.get(`${day} ${model}`) ?? { day, model, tokens: {} };
    of.tokens[tokenClass] = (of.tokens[tokenClass] ?? 0) + tokens;
    found.set(`${day} ${model}`, of);
  }
  return [...found.values()];
}
