import { expect, expectAccessible, settled, test } from "../fixtures/test.ts";

test("a time range lies in the address, and the export obeys it", async ({ page, request }) => {
  await page.goto("/decisions");
  await settled(page);
  await page.getByLabel("Time", { exact: true }).selectOption("24h");
  await page.waitForURL("**/decisions?range=24h");
  const download = page.getByRole("link", { name: "Export CSV" });
  await expect(download).toHaveAttribute("href", /\?range=24h$/);
  const lines = async (query: string) =>
    (await (await request.get(`/api/ui/decisions/export${query}`)).text()).trim().split("\n").length;
  expect(await lines("?range=24h")).toBeLessThan(await lines(""));

  await page.goto("/decisions?from=2020-01-01T00:00:00.000Z&to=2020-01-02T00:00:00.000Z");
  await settled(page);
  await expect(page.getByText("No decision matches these filters")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Clear the filters" }).click();
  await expect(page.getByRole("row").nth(1)).toBeVisible();
});
