import { expect, settled, test } from "../fixtures/test.ts";

test("an operator sees who takes over from a critic, and rehearses it without touching anything real", async ({
  page,
}) => {
  await page.goto("/health");
  await page.getByRole("link", { name: "Who takes over" }).click();
  const risks = page.getByRole("region", { name: "What happens if something goes away" });
  await expect(risks.getByRole("row")).not.toHaveCount(0);
  await page.getByLabel("What is gone").selectOption("critic_001");
  await expect(page).toHaveURL(/thing=critic_001/);
  await expect(page.getByText(/^If critic_001 goes, /)).toBeVisible();
  const successors = page.getByRole("region", { name: "Successors" });
  await expect(successors.getByRole("link", { name: "critic_002" })).toBeVisible();
  await expect(successors.getByRole("link", { name: "critic_001" })).toHaveCount(0);

  await settled(page);
  await page.getByRole("button", { name: "Start a drill" }).click();
  const dialog = page.getByRole("dialog", { name: "Rehearse without critic_001?" });
  await dialog.getByLabel("What for").fill("Journey");
  await dialog.getByRole("button", { name: "Start the drill" }).click();
  await expect(page.getByText(/^(A drill is|\d+ drills are) running$/)).toBeVisible();

  await page.goto("/route");
  await page.getByLabel("Drill").selectOption({ label: "without critic_001" });
  await page.getByLabel("Task type").fill("review");
  await page.getByRole("button", { name: "Simulate" }).click();
  await expect(page.getByText(/In a drill critic_001 is taken for gone\./)).toBeVisible();
  await expect(page.getByRole("button", { name: "Place it" })).toHaveCount(0);

  await page.goto("/health");
  await page.getByRole("link", { name: "demo without critic_001" }).first().click();
  await expect(page.getByRole("heading", { name: "Drill without critic_001" })).toBeVisible();
  await settled(page);
  await page.getByRole("button", { name: "End the drill" }).click();
  const question = page.getByRole("dialog", { name: "End the drill without critic_001?" });
  await question.getByRole("button", { name: "End the drill" }).click();
  await expect(page.getByText(/Ended .* by Otto Operator/)).toBeVisible();
});

test.describe("a viewer", () => {
  test.use({ role: "viewer" });

  test("reads a provider's fallbacks by its address, and starts no drill", async ({ page }) => {
    await page.goto("/health/fallback?kind=provider&thing=openai");
    await expect(page.getByRole("region", { name: "Calls that fall back" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Start a drill" })).toHaveCount(0);
    await page.goto("/health/fallback?kind=agent&thing=nobody_there");
    await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
  });
});
