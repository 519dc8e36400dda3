import type { Page } from "@playwright/test";
import { expect, expectAccessible, settled, test } from "../fixtures/test.ts";

// They move the production of the demo fleet or need it unmoved, so they take turns.
test.describe.configure({ mode: "serial" });

const MODEL = "/models/demo/performance_predictor";
const inProduction = (page: Page, version: number) =>
  expect(page.getByText(`v${version} is in production since`)).toBeVisible();

async function confirm(page: Page, reason: string, label: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Checking the gates")).toHaveCount(0);
  const override = dialog.getByRole("checkbox", { name: /although/ });
  if (await override.isVisible()) await override.check();
  await dialog.getByRole("textbox", { name: "Reason" }).fill(reason);
  await dialog.getByRole("button", { name: label }).click();
  await expect(dialog).toBeHidden();
}

test("the palette leads to the question of a roll-back, which is asked and not answered", async ({ page }) => {
  await page.goto("/");
  await settled(page);
  await page.keyboard.press("Control+k");
  await page.getByRole("option", { name: /^Roll back demo to v\d+/ }).click();
  const question = page.getByRole("dialog", { name: /^Roll production of demo back from v\d+ to v\d+\?$/ });
  await expect(question).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await expect(page).toHaveURL(/\/models\/demo\/performance_predictor$/);
});

test.describe("the admin", () => {
  test.use({ role: "admin" });

  test("rolls production back with two clicks and a reason, and resumes", async ({ page }) => {
    await page.goto(MODEL);
    await settled(page);
    await inProduction(page, 2);

    await page.getByRole("button", { name: "Roll back to v1" }).first().click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("Roll production of demo back from v2 to v1?");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Roll back" }).click();
    await expect(dialog, "a roll-back without a reason stays a question").toBeVisible();
    await confirm(page, "Worse on the newest tasks", "Roll back");
    await inProduction(page, 1);
    await expect(page.getByText("1 of 1 serve v1").first()).toBeVisible();
    await expect(page.getByText("pinned to v1 by a roll-back")).toBeVisible();

    for (const elsewhere of ["/health", "/"]) {
      await page.goto(elsewhere);
      await expect(page.getByText("Production of demo's performance predictor is pinned to v1")).toBeVisible();
      await settled(page);
      await expectAccessible(page);
    }
    await page.getByRole("link", { name: "Look and resume" }).click();
    await page.waitForURL(`**${MODEL}`);
    await page.getByRole("button", { name: "Resume" }).click();
    await confirm(page, "Looked into it", "Resume");
    await expect(page.getByText("pinned to v1 by a roll-back")).toBeHidden();

    await page.getByRole("button", { name: "Promote to v2" }).first().click();
    await confirm(page, "It was the data", "Promote");
    await inProduction(page, 2);
  });
});

test.describe("a viewer", () => {
  test.use({ role: "viewer" });

  test("sees the versions and may move nothing", async ({ page }) => {
    await page.goto(MODEL);
    await settled(page);
    await inProduction(page, 2);
    await expect(page.getByRole("button", { name: /^(Roll back|Promote|Train a)/ })).toHaveCount(0);
  });
});
