import { expect, expectAccessible, settled, test } from "../fixtures/test.ts";

test.use({ role: "admin" });

const MODEL = "/models/demo/capability_matcher";

test("a capability matcher is trained, read, promoted, and reads the next task", async ({ page }) => {
  test.setTimeout(300_000);
  await page.goto("/training");
  await settled(page);
  await page.getByRole("button", { name: "Train a new version" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What to train").selectOption("capability_matcher");
  await dialog.getByRole("button", { name: "Train", exact: true }).click();
  await page.waitForURL("**/training/trn_*");
  await expect(page.getByRole("status").filter({ hasText: /It made v1/ })).toBeVisible({ timeout: 200_000 });

  await page.getByRole("link", { name: "Open v1" }).click();
  await page.waitForURL(`**${MODEL}/versions/1`);
  await settled(page);
  await expect(page.getByText(/^Finds the capability of (8|9)\d\.\d% of texts against/)).toBeVisible();
  await expect(page.locator("#types").getByRole("row").filter({ hasText: "web_search" })).toBeVisible();
  await page.getByRole("button", { name: "Check gates" }).click();
  await expect(page.getByText(/^Gates with nothing in production: 6 of 9 pass/)).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Promote to v1" }).click();
  const question = page.getByRole("dialog");
  await expect(question.getByText(/^Gates .*6 of 9 pass/)).toBeVisible();
  await expect(question).toContainText("what a task asks for was read by names alone");
  await expectAccessible(page);
  await question.getByRole("textbox", { name: "Reason" }).fill("It reads what names cannot tell");
  await question.getByRole("button", { name: "Promote" }).click();
  await expect(question).toBeHidden();
  await page.goto(MODEL);
  await expect(page.getByText("1 of 1 serve v1").first()).toBeVisible();
  await settled(page);
  await expect(page.getByText("Canary", { exact: true }), "nothing that a matcher cannot do").toHaveCount(0);

  await page.goto("/route");
  await settled(page);
  await page.getByLabel("Fleet", { exact: true }).selectOption("demo");
  await page.getByLabel("Task type").fill("from a chat");
  await page.getByLabel("Description").fill("List the suppliers active in battery recycling with prices.");
  await page.getByRole("button", { name: "Simulate" }).click();
  await page.getByRole("button", { name: "Place it" }).click();
  await page.waitForURL("**/decisions/dec_*");
  await expect(page.getByText(/market_research/).first()).toBeVisible();
});
