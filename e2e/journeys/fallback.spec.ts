import { expect, settled, test } from "../fixtures/test.ts";

test("an operator sees who takes over from an agent, and rehearses that without touching anything real", async ({
  page,
}) => {
  await page.goto("/health");
  await page.getByRole("link", { name: "Who takes over" }).click();
  const risks = page.getByRole("region", { name: "What happens if something goes away" });
  // Who has work and successors differs from one demo to the next.
  const replaceable = risks
    .getByRole("row")
    .filter({ has: page.getByRole("cell", { name: "agent", exact: true }) })
    .filter({ hasText: /at a price|covered|not everything/ });
  const gone = await replaceable.first().getByRole("link").innerText();
  await page.getByLabel("What is gone").selectOption(gone);
  await expect(page).toHaveURL(new RegExp(`thing=${gone}`));
  await expect(page.getByText(new RegExp(`^If ${gone} goes, `))).toBeVisible();
  const successors = page.getByRole("region", { name: "Successors" });
  await expect(successors.getByRole("link").first()).toBeVisible();
  await expect(successors.getByRole("link", { name: gone })).toHaveCount(0);

  await settled(page);
  await page.getByRole("button", { name: "Start a drill" }).click();
  const dialog = page.getByRole("dialog", { name: `Rehearse without ${gone}?` });
  await dialog.getByLabel("What for").fill("Journey");
  await dialog.getByRole("button", { name: "Start the drill" }).click();
  await expect(page.getByText(/^(A drill is|\d+ drills are) running$/)).toBeVisible();

  await page.goto("/route");
  await page.getByLabel("Drill").selectOption({ label: `without ${gone}` });
  await page.getByLabel("Task type").fill("review");
  await page.getByRole("button", { name: "Simulate" }).click();
  await expect(page.getByText(`In a drill ${gone} is taken for gone.`)).toBeVisible();
  await expect(page.getByRole("button", { name: "Place it" })).toHaveCount(0);

  await page.goto("/health");
  await page
    .getByRole("link", { name: `demo without ${gone}` })
    .first()
    .click();
  await expect(page.getByRole("heading", { name: `Drill without ${gone}` })).toBeVisible();
  await settled(page);
  await page.getByRole("button", { name: "End the drill" }).click();
  const question = page.getByRole("dialog", { name: `End the drill without ${gone}?` });
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
