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

const inForce = (page: Page, revision: number) => expect(page.getByText(`Revision ${revision}`, { exact: true }));

test("settings are judged as one types, compared and priced before they are saved, and brought back", async ({
  page,
}) => {
  const name = `judged-${Date.now()}`;
  await createCopy(page, "anthropic/critic", name);

  await page.getByLabel("Temperature").fill("0.3");
  await page.getByLabel("Max tokens").fill("900000");
  await expect(page.getByText("writes at most 128,000 tokens.").first()).toBeVisible();
  await review(page);
  const summary = page.getByRole("alert").filter({ hasText: "These settings cannot be saved yet." });
  await expect(summary.getByRole("link")).toHaveCount(2);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await summary.getByRole("link", { name: /^Temperature/ }).click();
  await expectAccessible(page);

  await page.getByLabel("Temperature").fill("");
  await page.getByLabel("Max tokens").fill("20000");
  await page.getByLabel("Reasoning effort").selectOption("high");
  await expect(page.getByText("valid", { exact: true })).toBeVisible();
  await review(page);
  const changes = page.getByRole("dialog").getByRole("region", { name: "Changes" });
  await expect(changes.getByRole("row").filter({ hasText: "Reasoning effort" })).toContainText("high");
  await expect(page.getByRole("dialog")).toContainText(
    /Cost of 1,000 tasks: \$[\d.]+ before, \$[\d.]+ after \(\+\d+%\)/,
  );
  await expectAccessible(page);
  await save(page, "look harder");
  await inForce(page, 2).toBeVisible();

  await page.getByRole("button", { name: "Restore revision 1" }).click();
  await page.getByRole("dialog").getByLabel("Why").fill("too dear");
  await page.getByRole("dialog").getByRole("button", { name: "Restore" }).click();
  await inForce(page, 3).toBeVisible();
  await expect(page.getByLabel("Reasoning effort")).toHaveValue("medium");
});

test("who saves second sees theirs beside yours and decides", async ({ page, context }) => {
  const name = `shared-${Date.now()}`;
  await createCopy(page, "openai/critic", name);
  const other = await context.newPage();
  await other.goto(page.url());
  await settled(other);

  await other.getByLabel("Retries").fill("5");
  await review(other);
  await save(other, "more retries");
  await inForce(other, 2).toBeVisible();

  await page.getByLabel("Retries").fill("7");
  await review(page);
  await save(page, "even more retries");
  const conflict = page.getByRole("dialog").getByRole("region", { name: "Conflict" });
  await expect(conflict.getByRole("row").filter({ hasText: "Retries" }).getByRole("cell")).toHaveText([
    "Retries",
    "7",
    "5",
  ]);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Drop mine, take theirs" }).click();
  await inForce(page, 2).toBeVisible();
  await expect(page.getByLabel("Retries")).toHaveValue("5");
});

test("unsaved changes are not lost to a click, and an archived configuration leaves the list", async ({ page }) => {
  const name = `kept-${Date.now()}`;
  await createCopy(page, "bedrock/synthesizer", name);
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
