import { expect, expectAccessible, settled, test } from "../fixtures/test.ts";

test("a task is simulated, placed, and explained on its page", async ({ page }) => {
  await page.goto("/route");
  await settled(page);
  await page.getByLabel("Fleet", { exact: true }).selectOption("demo");
  await page.getByLabel("Task type").fill("research");
  await page.getByLabel("Description").fill("Find three independent sources on tidal power in Brittany");
  await page.getByLabel("Priority").selectOption("high");
  await page.getByRole("button", { name: "Simulate" }).click();
  const sentence = page.getByText(/\d+ of 14 eligible/).first();
  await expect(sentence).toBeVisible();
  await expectAccessible(page);
  const chosen = page.getByRole("row").filter({ hasText: "chosen" });
  await expect(chosen).toHaveCount(1);
  const agent = (await chosen.getByRole("cell").first().innerText()).replace(/\s*chosen\s*/, "");

  await page.getByRole("button", { name: "Place it" }).click();
  await page.waitForURL("**/decisions/dec_*");
  await settled(page);
  await expect(page.getByText(/\d+ of 14 eligible; /).first()).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "chosen" })).toContainText(agent);
  await expect(page.getByRole("definition").filter({ hasText: /^high$/ })).toBeVisible();
});

test("a task that nobody fits says why before it is recorded", async ({ page }) => {
  await page.goto("/route");
  await settled(page);
  await page.getByLabel("Fleet", { exact: true }).selectOption("demo");
  await page.getByLabel("Task type").fill("research");
  await page.getByLabel("Required capabilities").fill("underwater_welding");
  await page.getByRole("button", { name: "Simulate" }).click();
  await expect(page.getByText(/No agent could take this task: .*underwater_welding/).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Record it" })).toBeEnabled();
});

test("a budget is set, judged, changed and taken out of force", async ({ page }) => {
  const name = `Journey ${Date.now()}`;
  await page.goto("/budgets");
  await settled(page);
  await page.getByRole("button", { name: "New budget" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("spinbutton", { name: "Limit" }).fill("-5");
  await dialog.getByLabel("Name").focus();
  await expect(dialog.getByText("A limit is more than $0")).toBeVisible();
  await dialog.getByRole("spinbutton", { name: "Limit" }).fill("12.5");
  await dialog.getByLabel("Budget tag").fill(name);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: /create|save|set/i }).click();
  await expect(dialog).toBeHidden();
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row).toContainText("12.50");
  await row.getByRole("button", { name: /archive/i }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /archive/i })
    .click();
  await expect(row).toHaveCount(0);
});

test("a fleet is made, and a name that is taken is refused", async ({ page }) => {
  const name = `fleet-${Date.now()}`;
  await page.goto("/fleet");
  await settled(page);
  const dialog = page.getByRole("dialog");
  const fill = async (text: string) => {
    await page.getByRole("button", { name: "New fleet" }).click();
    await dialog.getByLabel("Name").fill(text);
    await dialog.getByRole("button", { name: "Make the fleet" }).click();
  };
  await fill("demo");
  await expect(dialog.getByText('There is a fleet "demo" already.')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await fill(name);
  await page.waitForURL(`**/fleet?fleet=${name}`);
  await expect(page.getByText("Agents will appear here")).toBeVisible();
});
