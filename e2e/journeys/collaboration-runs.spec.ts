import type { APIRequestContext, Page } from "@playwright/test";
import { expect, expectAccessible, settled, test } from "../fixtures/test.ts";

test.use({ role: "admin" });

const dialogOf = (page: Page) => page.getByRole("dialog");

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await settled(page);
}

/** Posts as the platform does and gives what was answered. */
function platform(request: APIRequestContext, token: string) {
  return async (path: string, data: unknown) => {
    const answer = await request.post(`/api/v1${path}`, { headers: { authorization: `Bearer ${token}` }, data });
    expect(answer.status(), await answer.text()).toBe(200);
    return (await answer.json()) as Record<string, unknown>;
  };
}

/** A fleet of two agents with a key, made as a person makes them. */
async function makeFleet(page: Page, request: APIRequestContext, name: string): Promise<string> {
  const dialog = dialogOf(page);
  await open(page, "/fleet");
  await page.getByRole("button", { name: "New fleet" }).click();
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Make the fleet" }).click();
  await page.waitForURL(`**/fleet?fleet=${name}`);
  await open(page, "/settings");
  await page.getByRole("button", { name: "Make a key" }).click();
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Fleet").selectOption(name);
  await dialog.getByRole("button", { name: "Make the key" }).click();
  const token = (await dialog.locator("code").textContent()) ?? "";
  await page.getByRole("button", { name: "Done" }).click();
  for (const agent of ["planner", "web"]) {
    const made = await request.put(`/api/v1/agents/${agent}`, {
      headers: { authorization: `Bearer ${token}` },
      data: { role: "researcher", capabilities: [], configuration: "anthropic/researcher" },
    });
    expect(made.status(), await made.text()).toBeLessThan(300);
  }
  return token;
}

test("a failed run is found by its loop, read turn by turn, and somebody is named at fault; its decisions lead back to it", async ({
  page,
  request,
}) => {
  const fleet = `runs-${Date.now()}`;
  const looped = `${fleet} went round`;
  const post = platform(request, await makeFleet(page, request, fleet));
  const dialog = dialogOf(page);
  const route = (agent: string, parent: unknown = null) =>
    post("/route", {
      task: { type: "chained", description: "A step of it", constraints: { agents: [agent] } },
      parent_decision_id: parent,
    });
  const turn = (step: number) => ({
    ...{ id: `${fleet}-${step}`, run_id: looped, step, kind: "message", task_type: "reading" },
    ...(step % 2 === 0 ? { from: "planner", to: "web", chars: 60 } : { from: "web", to: "planner", chars: 1200 }),
    at: new Date(Date.now() - 60_000 + step * 2_000).toISOString(),
  });
  const first = await route("planner");
  const second = await route("web", first.decision_id);
  await post("/interactions", {
    interactions: Array.from({ length: 6 }, (_, step) => turn(step)),
    runs: [{ id: looped, succeeded: false }],
  });
  const link = page.getByRole("link", { name: looped });
  const rows = page.getByRole("row");

  await test.step("it shows in the list within seconds, and the address says what is looked for", async () => {
    await expect(async () => {
      await open(page, `/collaboration/runs?fleet=${fleet}`);
      await expect(rows).toHaveCount(3, { timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
    await page.getByLabel("How it ended").selectOption("true");
    await page.getByLabel("Pattern").selectOption("loop");
    await page.waitForURL(/failed=true&pattern=loop|pattern=loop&failed=true/);
    await expect(rows).toHaveCount(2);
    await expectAccessible(page);
    await link.click();
  });

  await test.step("its page says what happened and why nothing names a fault yet", async () => {
    await page.waitForURL("**/collaboration/runs/*");
    await settled(page);
    await expect(page.getByText("6 turns of 2 agents, and it failed. It shows a loop")).toBeVisible();
    await expect(page.getByText("planner → web went round 3 times (steps 0-5).")).toBeVisible();
    await expect(page.getByText(/No behaviour model is in production for this fleet/)).toBeVisible();
    const third = page.locator("#step-3");
    await expect(third).toContainText("1,200");
    await expect(third).toContainText("Loop");
  });

  await test.step("a person names who was at fault, corrects a step that is not its turn, and may take it back", async () => {
    await page.getByRole("button", { name: "Name who was at fault" }).click();
    await dialog.getByLabel("Agent").selectOption("web");
    await dialog.getByLabel("Step").fill("2");
    await dialog.getByLabel(/^What it did/).fill("It opened the same page again");
    await dialog.getByRole("button", { name: "Name it" }).click();
    await expect(dialog.getByText("Step 2 is planner's turn").first()).toBeVisible();
    await expectAccessible(page);
    await dialog.getByLabel("Step").fill("3");
    await dialog.getByRole("button", { name: "Name it" }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText("web at step 3, found by")).toBeVisible();
    await expect(page.locator("#step-3")).toContainText("Named at fault");
    await page.getByRole("button", { name: "Take it back" }).click();
    await dialog.getByRole("textbox", { name: "Reason" }).fill("It was the site");
    await dialog.getByRole("button", { name: "Take it back" }).click();
    await expect(page.getByText("found by")).toHaveCount(0);
  });

  await test.step("a decision leads to the run it is part of, and the run to its decisions", async () => {
    await open(page, `/decisions/${second.decision_id}`);
    await page.getByRole("link", { name: String(first.decision_id) }).click();
    await page.waitForURL(`**/collaboration/runs/${first.decision_id}?fleet=${fleet}`);
    await settled(page);
    await expect(page.getByText("nobody has said how it ended")).toBeVisible();
    await page.locator("#step-0").getByRole("link", { name: "…" }).click();
    await page.waitForURL(`**/decisions/${second.decision_id}`);
  });
});
