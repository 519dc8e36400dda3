import type { Page } from "@playwright/test";
import { expect, settled, test } from "../fixtures/test.ts";

const DAY_MS = 86_400_000;

/** Whole days that are over: nothing is added to them while the journey runs. */
function pastDays(): string {
  const todayMs = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const [from, to] = [20, 2].map((days) => new Date(todayMs - days * DAY_MS).toISOString());
  return `from=${from}&to=${to}&fleet=demo`;
}

/** Name and exact cost of every row of the table, as the reader sees them; the exact amount stands in the hint, unknown has none. */
function tableRows(page: Page): Promise<string[]> {
  return page.locator("table tbody tr").evaluateAll((rows) =>
    rows.map((row) => {
      const [name, cost] = [...row.querySelectorAll("td")];
      return `${name?.textContent} ${cost?.querySelector("[title^='$']")?.getAttribute("title") ?? "unknown"}`;
    }),
  );
}

test("spending is split, narrowed, shared by its address and taken away as CSV", async ({ page, request }) => {
  await page.goto("/budgets");
  await page.getByRole("link", { name: "Demo fleet a month" }).click();
  await page.getByRole("link", { name: "All by agent" }).click();
  await page.waitForURL(/\/budgets\/costs\?by=agent.*fleet=demo/);

  await page.goto(`/budgets/costs?${pastDays()}`);
  await page.getByLabel("Split by").selectOption("agent");
  await expect(page.getByRole("region", { name: "Costs by agent" })).toBeVisible();
  await settled(page);
  await page.getByLabel("Then by").selectOption("task_type");
  await expect(page.getByRole("region", { name: "Costs by agent and task type" })).toBeVisible();
  await settled(page);

  const dearest = page.getByRole("region", { name: "Costs by agent and task type" }).getByRole("link").first();
  const agent = (await dearest.textContent()) ?? "";
  await dearest.click();
  await expect(page.getByRole("region", { name: "Costs by task type" })).toBeVisible();
  await expect(page.getByText(`Agent ${agent}`)).toBeVisible();
  await settled(page);
  const rows = await tableRows(page);
  expect(rows.length).toBeGreaterThan(0);

  // Whoever is given the address sees the same.
  await page.goto(page.url());
  expect(await tableRows(page)).toEqual(rows);

  const href = await page.getByRole("link", { name: "Export CSV" }).getAttribute("href");
  const csv = await request.get(href ?? "");
  expect(csv.headers()["content-type"]).toContain("text/csv");
  const [head = [], ...lines] = (await csv.text())
    .trim()
    .split("\r\n")
    .map((line) => line.split(","));
  const cell = (line: string[], name: string) => line[head.indexOf(name)] ?? "";
  const costOf = (line: string[]) => (cell(line, "cost_usd") === "" ? "unknown" : `$${cell(line, "cost_usd")}`);
  expect(lines.map((line) => `${cell(line, "task_type")} ${costOf(line)}`)).toEqual(rows);
  for (const line of lines)
    expect(Number(cell(line, "cost_nano_usd")) / 1e9).toBeCloseTo(Number(cell(line, "cost_usd")), 9);

  await page.getByRole("link", { name: "Decisions of" }).first().click();
  await page.waitForURL(new RegExp(`/decisions\\?.*agent=${agent}&type=`));
  await expect(page.getByRole("row").nth(1)).toContainText(agent);

  // What went past Signalbox without a price is in no amount but listed; of what it called itself, each class is known.
  await page.goto(`/budgets/costs?${pastDays()}&by=token_class`);
  const byClass = page.getByRole("region", { name: "Costs by token class" });
  for (const name of ["Cache read", "Cache write, 1 h"]) {
    await expect(byClass.getByRole("row").filter({ hasText: name })).toBeVisible();
  }
  await expect(page.getByRole("region", { name: "Usage without a price" })).toContainText(/glossary.*Set a price/s);
});
