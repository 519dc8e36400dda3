import type { Page } from "@playwright/test";
import { LEARNING_FLEET } from "../fixtures/learning-fleet.ts";
import { runProgram } from "../fixtures/load-fleet.ts";
import { createDatabase, type OwnDatabase } from "../fixtures/own-database.ts";
import { PASSWORD, PEOPLE } from "../fixtures/people.ts";
import { type RunningProduct, startProduct } from "../fixtures/product.ts";
import { expect, expectAccessible, settled, test } from "../fixtures/test.ts";

// It moves production, so it has a product, a database and a fleet of its own.
test.describe.configure({ mode: "serial", timeout: 300_000 });
test.use({ role: null });

const MODEL = `/models/${LEARNING_FLEET}/performance_predictor`;

let own: OwnDatabase;
let product: RunningProduct;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  own = await createDatabase("learning");
  product = await startProduct({ DATABASE_URL: own.url });
  await runProgram("e2e/fixtures/make-learning-fleet.ts", own.url);
});
test.afterAll(async () => {
  await product?.stop();
  await own?.leave();
});

async function enter(page: Page): Promise<void> {
  await page.goto(product.setupUrl);
  await page.getByLabel("Your name").fill(PEOPLE.admin.name);
  await page.getByLabel("E-mail").fill(PEOPLE.admin.email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Make the account" }).click();
  await page.waitForURL(`${product.baseUrl}/`);
}

/** Reads what the gates say, overrides those that fail, gives the reason and goes on. */
async function move(page: Page, reason: string, label: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(/^Gates .*\d+ of 9 pass/)).toBeVisible();
  await expectAccessible(page);
  const override = dialog.getByRole("checkbox", { name: /although/ });
  if (await override.isVisible()) {
    await expect(dialog.getByRole("button", { name: label })).toBeDisabled();
    await override.check();
  }
  await dialog.getByRole("button", { name: label }).click();
  await expect(dialog, "a move without a reason stays a question").toBeVisible();
  await dialog.getByRole("textbox", { name: "Reason" }).fill(reason);
  await dialog.getByRole("button", { name: label }).click();
  await expect(dialog).toBeHidden();
}

const serves = (page: Page, version: number) =>
  expect(page.getByText(`1 of 1 serve v${version}`).first()).toBeVisible();

test("a version is trained, read, replayed, promoted, rolled back and the roll-back undone", async ({ page }) => {
  await enter(page);

  await test.step("train and watch the progress", async () => {
    await page.goto(`${product.baseUrl}/training`);
    await settled(page);
    await page.getByRole("button", { name: "Train a new version" }).click();
    await expectAccessible(page);
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Note").fill("Since ada fails");
    await dialog.getByRole("button", { name: "Train", exact: true }).click();
    await page.waitForURL("**/training/trn_*");
    await expect(page.getByRole("progressbar")).toBeVisible();
    await expect(page.getByRole("status").filter({ hasText: /It made v2/ })).toBeVisible({ timeout: 120_000 });
    await expectAccessible(page);
  });

  await test.step("open the version and read its calibration", async () => {
    await page.getByRole("link", { name: "Open v2" }).click();
    await page.waitForURL(`**${MODEL}/versions/2`);
    await settled(page);
    await expect(page.getByText(/^Measured on \d+ outcomes of \d+ tasks it had not seen/)).toBeVisible();
    const calibration = page.locator("#calibration");
    await expect(calibration.getByRole("img", { name: /Predicted against observed success of v2/ })).toBeVisible();
    await calibration.getByRole("button", { name: "Show as table" }).click();
    await expect(calibration.getByRole("columnheader")).toHaveText([
      "Bin",
      "Count",
      "Predicted",
      "Observed",
      "95% interval",
    ]);
    await expect(calibration.getByRole("row").nth(1)).toContainText(/\d+\.\d% to \d+\.\d%/);
  });

  await test.step("replay it and open a decision that would have gone elsewhere", async () => {
    await page.getByRole("button", { name: "Replay" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Replay" }).click();
    await page.waitForURL("**/replays/rpl_*");
    await expect(page.getByText(/^v2 would have chosen another agent in \d+ of \d+ decisions/)).toBeVisible({
      timeout: 60_000,
    });
    await settled(page);
    await expectAccessible(page);
    const flips = page.getByRole("table").filter({ hasText: "Would go to" });
    await flips.getByRole("row").nth(1).getByRole("link").click();
    await page.waitForURL("**/flips/dec_*");
    await settled(page);
    await expect(page.getByText(/It went to \w+; under v2 it would have gone to \w+/)).toBeVisible();
    await expect(page.getByText("would be chosen")).toHaveCount(1);
    await expectAccessible(page);
  });

  await test.step("promote it with a reason and see every process serve it", async () => {
    await page.goto(`${product.baseUrl}${MODEL}/versions/2`);
    await settled(page);
    await page.getByRole("button", { name: "Promote to v2" }).click();
    await expect(page.getByRole("dialog")).toContainText(
      `Promote v2 of ${LEARNING_FLEET} to production in place of v1?`,
    );
    await move(page, "It knows that ada fails now", "Promote");
    await page.goto(`${product.baseUrl}${MODEL}`);
    await serves(page, 2);
    await expect(page.getByText("Production was promoted from v1 to v2")).toBeVisible();
  });

  await test.step("roll back and undo it in one click", async () => {
    await page.getByRole("button", { name: "Roll back to v1" }).first().click();
    await move(page, "A look at the way back", "Roll back");
    await serves(page, 1);
    await expect(page.getByText("pinned to v1 by a roll-back")).toBeVisible();
    await page.getByRole("main").getByRole("button", { name: "Undo" }).click();
    await expect(page.getByText("v2 is in production since")).toBeVisible();
    await serves(page, 2);
    await expect(page.getByText("pinned to v1 by a roll-back")).toBeHidden();
    await settled(page);
    await expectAccessible(page);
  });
});
