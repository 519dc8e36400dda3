import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { expect, expectAccessible, settled, test } from "../fixtures/test.ts";

test.describe.configure({ mode: "default" });
test.use({ role: "admin" });

const SENTINEL = "Zq7Sentinel-0123456789-abcd-PAGE";
const NEXT = "Zq7Sentinel-9876543210-efgh-NEXT";
const HIDDEN = "Zq7Sentinel";

test("a provider's key is added, rotated and removed, and never comes back to the browser", async ({
  page,
  request,
}) => {
  const bodies: Promise<string>[] = [];
  page.on("response", (response) => bodies.push(response.text().catch(() => "")));
  const name = `gateway ${Date.now()}`;
  const row = page.getByRole("row").filter({ hasText: name });
  await page.goto("/settings");
  await settled(page);
  await page.getByRole("button", { name: "Add a credential" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.locator("input[name=apiKey]").fill(SENTINEL);
  await dialog.getByLabel("Address").fill("http://169.254.169.254/latest");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("metadata address");
  await expectAccessible(page);
  await dialog.getByLabel("Address").fill(`https://gateway-${Date.now()}.example/v1`);
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(row).toContainText("API key …PAGE");
  await expect(row).toContainText("In use");

  await row.getByRole("button", { name: `Rotate ${name}` }).click();
  await dialog.locator("input[name=apiKey]").fill(NEXT);
  await dialog.getByRole("button", { name: "Rotate", exact: true }).click();
  await expect(row.filter({ hasText: "…NEXT" })).toContainText("In use");
  await expect(row.filter({ hasText: "…PAGE" })).toContainText("Replaced");
  await expectAccessible(page);

  for (const at of ["/settings", "/audit?entity=credential", "/health", "/configs"]) {
    await page.goto(at);
    await settled(page);
    expect(await page.content(), at).not.toContain(HIDDEN);
  }
  const entry = page.getByRole("row").filter({ hasText: "credential.rotate" }).first();
  await page.goto("/audit?entity=credential");
  await entry.locator("summary").click();
  await expect(entry).toContainText("NEXT");
  const health = await request.get("/api/health");
  bodies.push(health.text());
  expect((await Promise.all(bodies)).join("\n")).not.toContain(HIDDEN);

  await page.goto("/settings");
  await settled(page);
  for (const tail of ["…PAGE", "…NEXT"]) {
    const one = row.filter({ hasText: tail });
    await one.getByRole("button", { name: `Remove ${name}` }).click();
    await dialog.getByRole("button", { name: "Remove", exact: true }).click();
    await expect(one).toHaveCount(0);
  }
});

test("the key lies readable in no file of the product: bundles, caches, the data folder and its database", () => {
  const folders = [path.resolve(import.meta.dirname, "../../.next"), process.env.E2E_DATA_DIR ?? ""];
  const holding = folders.flatMap(filesOf).filter((file) => readFileSync(file, "latin1").includes(HIDDEN));
  expect(holding).toEqual([]);
});

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => path.join(folder, file))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}
