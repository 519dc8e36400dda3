import { expect, expectAccessible, expectNoSidewaysScroll, settled, test } from "../fixtures/test.ts";

test("who works with whom is walked by keys, narrowed, shared by its address, and shown with its evidence", async ({
  page,
}) => {
  await page.goto("/collaboration?fleet=demo");
  const graph = page.getByRole("application", { name: /^Interaction graph: \d+ agents of \d+ roles/ });
  await expect(graph).toHaveAttribute("data-drawn", "true");

  // Round the ring by keys: each agent says whom it works with, and Enter stays with it.
  await graph.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("PageDown");
  await expect(page.getByText(/\(\w+\) hands over .* and gets work/)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/agent=/);
  const chosen = new URL(page.url()).searchParams.get("agent") ?? "";
  await page.goto(page.url());
  await expect(page.getByRole("heading", { name: chosen })).toBeVisible();
  await page.getByLabel("Find an agent").fill("critic_001");
  await expect(page.getByRole("heading", { name: "critic_001" })).toBeVisible();
  await page.getByRole("button", { name: "Leave critic_001" }).click();
  await expect(page.getByRole("heading", { name: "What stands out" })).toBeVisible();

  await page.getByRole("button", { name: "Matrix" }).click();
  await page.getByRole("button", { name: /hand-offs from researcher to analyst: show the agents/ }).click();
  await expect(page).toHaveURL(/senders=researcher&receivers=analyst/);
  const matrix = page.getByRole("application", { name: /^Matrix: \d+ senders down/ });
  await matrix.focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByText(/^researcher_001 .*hands? over/)).toBeVisible();
  await settled(page);
  await expectAccessible(page);

  // The list is the graph in rows; what a pair's tasks tell stands with its interval, if they tell anything.
  await page.getByLabel("Measured by").selectOption("success");
  await page.getByRole("button", { name: "List" }).click();
  const rows = page.getByRole("region", { name: "Pairs that hand over" });
  await expect(rows.getByRole("row").nth(1)).toContainText(
    /([+−]\d+\.\d \([+−]?\d+\.\d to [+−]?\d+\.\d\)|no difference)\d+/,
  );
  await rows.getByRole("link").first().click();
  await page.waitForURL(/\/collaboration\/pair\?fleet=demo&from=.*&to=/);
  const [from, to] = ["from", "to"].map((name) => new URL(page.url()).searchParams.get(name) ?? "");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(`${from} → ${to}`);
  await expect(page.getByRole("region", { name: "What comes of it" }).getByRole("row").nth(1)).toContainText("Success");
  const evidence = page.getByRole("region", { name: "Hand-offs", exact: true });
  await expect(evidence.getByRole("row").nth(1)).toBeVisible();
  await settled(page);
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.getByRole("link", { name: "The other way round" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(`${to} → ${from}`);
});
