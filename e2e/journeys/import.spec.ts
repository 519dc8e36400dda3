import { expect, expectAccessible, settled, test } from "../fixtures/test.ts";

const TASKS = 40;
const items = Array.from({ length: TASKS }, (_, i) =>
  JSON.stringify({ id: `t${i}`, text: `Task number ${i}`, type: i % 2 ? "odd" : "even" }),
).join("\n");
const rows = Array.from({ length: TASKS }, (_, i) => `t${i},ada,${i % 2},0.001,900\nt${i},ben,1,0.002,1200`);
const outcomes = ["item_id,agent,success,cost_usd,latency_ms", ...rows].join("\n");

const file = (name: string, text: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });

test("history comes in by upload: a wrong line is named and leaves nothing", async ({ page, complaints }) => {
  const fleet = `journey-${Date.now()}`;
  await page.goto("/import");
  await settled(page);
  await page.getByLabel("Fleet").fill(fleet);
  await page.getByLabel(/^Tasks/).setInputFiles(file("items.jsonl", items));
  await page.getByLabel(/^Outcomes/).setInputFiles(file("outcomes.csv", outcomes.replace("t3,ada,1", "t3,ada,maybe")));
  await page.getByRole("button", { name: "Import" }).click();
  await expect(page.getByText(/outcomes\.csv.*line \d+/)).toBeVisible();
  // The browser's own line about the refused upload.
  expect(complaints.splice(0)).toEqual([expect.stringContaining("400")]);

  await page.getByLabel(/^Outcomes/).setInputFiles(file("outcomes.csv", outcomes));
  await page.getByRole("button", { name: "Import" }).click();
  await expect(page.getByText(`${TASKS} tasks, 2 agents and ${2 * TASKS} outcomes are in ${fleet}`)).toBeVisible();
  await expectAccessible(page);

  await page.goto(`/fleet?fleet=${fleet}`);
  await expect(page.getByRole("link", { name: "ada" })).toBeVisible();
});
