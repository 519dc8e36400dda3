import type { Page } from "@playwright/test";
import { expect, expectAccessible, settled, test } from "../fixtures/test.ts";

/** A configuration of the test's own, made through the form as a copy of a preset. */
async function createCopy(page: Page, preset: string, name: string): Promise<void> {
  await page.goto(`/configs/new?from=${preset}`);
  await settled(page);
  await page.getByLabel("Name").fill(name);
  await review(page);
  await save(page, "made for a test");
  await page.waitForURL(`**/configs/*/${name}`);
  await settled(page);
}

async function review(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Review and save" }).click();
}

async function save(page: Page, why: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Why").fill(why);
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
}

test("what cannot be saved is listed, changes are not lost to a click, and an archived one leaves the list", async ({
  page,
}) => {
  const name = `kept-${Date.now()}`;
  await createCopy(page, "bedrock/synthesizer", name);
  await page.getByLabel("Retries").fill("99");
  await expect(page.getByText("1 error", { exact: true })).toBeVisible();
  await review(page);
  const summary = page.getByRole("alert").filter({ hasText: "These settings cannot be saved yet." });
  await summary.getByRole("link", { name: /^Retries: / }).click();
  await expectAccessible(page);
  await page.getByLabel("Retries").fill("9");
  await page.getByRole("link", { name: "Configurations" }).last().click();
  await expect(page.getByRole("dialog")).toContainText("Leave without saving?");
  await page.getByRole("button", { name: "Stay" }).click();
  await expect(page.getByLabel("Retries")).toHaveValue("9");
  await page.getByRole("button", { name: "Discard" }).click();

  await page.getByRole("button", { name: "Archive" }).click();
  await page.getByRole("dialog").getByLabel("Why").fill("test is over");
  await page.getByRole("dialog").getByRole("button", { name: "Archive" }).click();
  await page.waitForURL("**/configs");
  await page.goto(`/configs?q=${name}`);
  await expect(page.getByText("No configuration matches these filters")).toBeVisible();
});

test.describe("a viewer", () => {
  test.use({ role: "viewer" });

  test("reads a configuration and its revisions, and changes nothing", async ({ page }) => {
    await page.goto("/configs/anthropic/analyst");
    await settled(page);
    await expect(page.getByRole("definition").filter({ hasText: "claude-" }).first()).toBeVisible();
    await expect(page.getByRole("button", { name: /save|archive|price|restore|test/i })).toHaveCount(0);
    await page.goto("/configs/new");
    await expect(page.getByText("Operators and admins make configurations.")).toBeVisible();
  });
});
