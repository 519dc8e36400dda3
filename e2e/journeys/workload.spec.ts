import { makeBusyFleet } from "../fixtures/busy-fleet.ts";
import { expect, expectAccessible, settled, test } from "../fixtures/test.ts";

test("an operator sees who will be full, gives slots on advice, sees them in force, and takes them back", async ({
  page,
}) => {
  test.setTimeout(240_000);
  const fleet = await makeBusyFleet();
  await page.goto(`/fleet?fleet=${fleet}`);
  await settled(page);
  // One slot and more work than it holds: whoever comes after the next task waits.
  await expect(page.getByRole("row").filter({ hasText: "ada" })).toContainText(/\d (s|min|ms)/);

  await page.goto(`/workload?fleet=${fleet}`);
  await settled(page);
  await expect(page.getByRole("img", { name: /last week as they came, next week as foretold/ })).toBeVisible();
  await expect(page.getByText("1 of 2 agents is likely to be full at some hour")).toBeVisible();

  // The most endangered first, and each hour by keys.
  const agents = page.getByRole("list", { name: "Agents" }).getByRole("listitem");
  await expect(agents.first()).toContainText("ada");
  const week = page.getByRole("slider", { name: "Hours of ada" });
  await expect(week).toHaveAttribute("aria-valuetext", /asks for \d+% of its slots, wait .+, \d+% likely to be full/);
  await week.press("Home");
  await week.press("ArrowRight");
  await expect(page).toHaveURL(/agent=ada&at=/);
  const looked = page.getByRole("region", { name: "The hour looked at" });
  await expect(looked).toContainText(/ada, \w{3} \d+ \w{3} \d\d:00 UTC/);

  await page.getByRole("button", { name: "How bob gets tasks of ada" }).click();
  await expect(page.getByRole("dialog")).toContainText("There is no switch for it");
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  const apply = page.getByRole("button", { name: /^Apply: give ada \d+ slots$/ });
  const slots = Number(/\d+/.exec((await apply.getAttribute("aria-label")) ?? "")?.[0]);
  await apply.click();
  await expect(page.getByRole("dialog")).toContainText(/tasks then wait .+ instead of .+, and it is full with/);
  await page.getByRole("dialog").getByRole("button", { name: "Apply" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByText("Nothing to do: nobody here is likely to be full")).toBeVisible();
  const applied = page.getByRole("region", { name: "Applied advice" }).getByRole("row").filter({ hasText: "ada" });
  await expect(applied).toContainText(`1 → ${slots}`);

  await applied.getByRole("link", { name: "ada" }).click();
  await expect(page.getByText(`0 of ${slots}`)).toBeVisible();
  await expect(page.getByRole("definition").filter({ hasText: /^(none|[\d.]+ (ms|s|min))$/ })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Collaborators" })).toBeVisible();
  const agentId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  await page.goto(`/audit?entity=agent&entityId=${agentId}`);
  await expect(page.getByRole("row").filter({ hasText: "agent.change_slots" })).toHaveCount(1);

  await page.goto(`/workload?fleet=${fleet}`);
  await settled(page);
  await applied.getByRole("button", { name: /^Undo/ }).click();
  await expect(page.getByText("Undone: ada has 1 slot again.")).toBeVisible();
  await expect(applied).toHaveCount(0);
  await expect(apply).toBeVisible();
});

test("arrivals are shown by type, and a fleet without a model says how to get one", async ({ page }) => {
  await page.goto("/workload?fleet=demo");
  await settled(page);
  const types = page.getByLabel("Task type");
  await types.selectOption({ index: 1 });
  await expect(page).toHaveURL(/type=/);
  await settled(page);
  const type = await types.inputValue();
  await page.getByRole("button", { name: "Show as table" }).first().click();
  await expect(page.getByRole("region", { name: new RegExp(`Tasks an hour of type ${type}`) })).toContainText(" to ");
});
