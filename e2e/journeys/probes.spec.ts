import { expect, expectAccessible, settled, test } from "../fixtures/test.ts";

// Nothing is chosen: a probe is a call, and what it meets would be what other journeys find the providers to be.
test("an operator says how often is probed, is told what cannot be, and lets the file say it again", async ({
  page,
}) => {
  await page.goto("/health");
  await settled(page);
  await expect(page.getByText("No endpoint is probed")).toBeVisible();
  await page.getByRole("button", { name: "Change probes" }).click();
  const dialog = page.getByRole("dialog", { name: "What is probed?" });
  await expect(dialog.getByRole("checkbox").first()).toBeVisible();
  await expectAccessible(page);
  const every = dialog.getByLabel("Each every");
  await every.fill("5");
  await dialog.getByLabel("Reason").fill("Journey");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("link", { name: "At least 10 seconds" })).toBeVisible();
  await every.fill("600");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Nothing is probed any more")).toBeVisible();
  await expect(page.getByText(/^Set by .+, in place of configs\/routing-policy\.json\.$/)).toBeVisible();

  await page.getByRole("button", { name: "Follow the file" }).click();
  const back = page.getByRole("dialog");
  await back.getByLabel("Reason").fill("Journey ends");
  await back.getByRole("button", { name: "Follow the file" }).click();
  await expect(page.getByText("As execution.probes in configs/routing-policy.json says.")).toBeVisible();
});
