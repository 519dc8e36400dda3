import { randomUUID } from "node:crypto";
import { embeddedDatabase } from "../fixtures/embedded-database.ts";
import { runProgram } from "../fixtures/load-fleet.ts";
import { expect, expectAccessible, settled, test } from "../fixtures/test.ts";

test.use({ role: "admin" });

// The check runs within seconds, the page and the menu look again within 15.
const SOON = { timeout: 60_000 };

test("a regression is told of in the menu and on the overview, called the new normal, and that is taken back", async ({
  page,
}) => {
  const fleet = `regressed-${randomUUID().slice(0, 8)}`;
  await runProgram("e2e/fixtures/make-regression.ts", embeddedDatabase(process.env.E2E_DATA_DIR ?? "").url, [fleet]);
  const who = `${fleet}/steady`;
  await page.goto("/health");
  await settled(page);
  const wrong = page.getByText(`${who} succeeds`).first();
  const accept = page.getByRole("button", { name: `Call this the new normal of ${who}` });
  await expect(accept).toBeVisible(SOON);
  await expect(wrong).toContainText("points less often than usual");
  await expect(page.getByRole("navigation", { name: "Main" }).getByText("failing")).toBeVisible(SOON);

  await accept.click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("It takes the harder half of the tasks now");
  await dialog.getByRole("button", { name: "New normal" }).click();
  await expect(accept).toBeHidden(SOON);
  const takeBack = page.getByRole("button", { name: `Take back the new normal of ${who}` });
  await expect(takeBack).toBeVisible(SOON);
  await expectAccessible(page);

  await takeBack.click();
  await dialog.getByLabel("Reason").fill("It was a bad prompt after all");
  await dialog.getByRole("button", { name: "Take back" }).click();
  await expect(accept).toBeVisible(SOON);
  await page.goto("/");
  await settled(page);
  const entry = page.getByRole("link").filter({ hasText: `${who} succeeds` });
  await expect(entry).toHaveAttribute("href", /^\/fleet\/agt_/);
});
