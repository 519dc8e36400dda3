import { PASSWORD } from "../fixtures/people.ts";
import { expect, hydrated, settled, test } from "../fixtures/test.ts";

test.use({ role: "admin" });

test("an admin adds a person, who chooses a password, gets another role and is removed", async ({ page, browser }) => {
  const email = `nora-${Date.now()}@signalbox.example`;
  await page.goto("/settings");
  await settled(page);
  await page.getByRole("button", { name: "Add a person" }).click();
  await page.getByLabel("Name").fill("Nora New");
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  const link = (await page.getByRole("dialog").locator("code").textContent()) ?? "";
  await page.getByRole("button", { name: "Done" }).click();

  const hers = await (await browser.newContext({ storageState: { cookies: [], origins: [] } })).newPage();
  await hers.goto(link);
  await hydrated(hers);
  await hers.getByLabel("Password").fill(PASSWORD);
  await hers.getByRole("button", { name: "Save the password" }).click();
  await hers.waitForURL("/");
  await hers.goto(link);
  await expect(hers.getByText("This link was used, replaced or has expired.")).toBeVisible();
  await hers.goto("/settings");
  await expect(hers.getByText("Admins see and change who has an account.")).toBeVisible();

  await page.reload();
  await settled(page);
  const row = page.getByRole("row").filter({ hasText: email });
  await row.getByRole("button", { name: "Change the role of Nora New" }).click();
  await page.getByLabel("Role", { exact: true }).selectOption("operator");
  await page.getByRole("button", { name: "Change the role", exact: true }).click();
  await expect(row).toContainText("operator");
  await hers.goto("/settings");
  await expect(hers).toHaveURL(/\/sign-in/);

  await row.getByRole("button", { name: "Remove Nora New" }).click();
  await page.getByRole("button", { name: "Remove", exact: true }).last().click();
  await expect(row).toHaveCount(0);
  await hers.context().close();
});

test("a key is shown once, works, and stops working when it is revoked", async ({ page, request }) => {
  const name = `platform ${Date.now()}`;
  await page.goto("/settings");
  await settled(page);
  await page.getByRole("button", { name: "Make a key" }).click();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Make the key" }).click();
  const token = (await page.getByRole("dialog").locator("code").textContent()) ?? "";
  await page.getByRole("button", { name: "Done" }).click();
  await page.reload();
  await settled(page);
  await expect(page.getByText(token)).toHaveCount(0);
  const agents = () => request.get("/api/v1/agents", { headers: { authorization: `Bearer ${token}` } });
  expect((await agents()).status()).toBe(200);

  const row = page.getByRole("row").filter({ hasText: name });
  await row.getByRole("button", { name: `Revoke ${name}` }).click();
  await page.getByRole("button", { name: "Revoke", exact: true }).last().click();
  await expect(row).toContainText("Revoked");
  await expect.poll(async () => (await agents()).status()).toBe(401);

  await page.goto("/audit?entity=key");
  const entry = page.getByRole("row").filter({ hasText: "key.revoke" }).first();
  await entry.locator("summary").click();
  await expect(entry).toContainText(name);
});

test("the last admin keeps the role", async ({ page }) => {
  await page.goto("/settings");
  await settled(page);
  await page.getByRole("button", { name: "Change the role of Ana Admin" }).click();
  await page.getByLabel("Role", { exact: true }).selectOption("viewer");
  await page.getByRole("button", { name: "Change the role", exact: true }).click();
  await expect(page.getByRole("dialog")).toContainText("is the last admin");
});
