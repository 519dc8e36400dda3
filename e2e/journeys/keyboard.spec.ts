import { expect, expectAccessible, settled, test } from "../fixtures/test.ts";

test("letters jump between pages, but not while somebody types", async ({ page }) => {
  await page.goto("/");
  await settled(page);
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await page.waitForURL("**/decisions");
  await page.getByLabel("Agent", { exact: true }).focus();
  await page.keyboard.type("gm?");
  await expect(page).toHaveURL(/\/decisions\?agent=gm(\?|%3F)$/);
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("the list of shortcuts opens with ?, and single keys stay off once they are turned off", async ({ page }) => {
  await page.goto("/fleet");
  await settled(page);
  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(list).toBeVisible();
  await expectAccessible(page);
  await list.getByRole("checkbox").uncheck();
  await page.keyboard.press("Escape");
  await page.reload();
  await settled(page);
  await page.keyboard.press("?");
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  await expect(list).toHaveCount(0);
  await page.getByRole("button", { name: /^Signed in as/ }).click();
  await page.getByRole("menuitem", { name: "Keyboard shortcuts" }).click();
  await expect(list).toBeVisible();
  await expect(page).toHaveURL(/\/fleet$/);
});
