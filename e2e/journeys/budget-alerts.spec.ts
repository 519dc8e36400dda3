import type { APIRequestContext, Page } from "@playwright/test";
import { type HookReceiver, startHookReceiver, verified } from "#test/alert-receivers.ts";
import { expect, expectAccessible, settled, test } from "../fixtures/test.ts";

test.use({ role: "admin" });

/** What a task of an agent holds that nobody has seen work: `unpricedCeilingUsd` of the routing policy. */
const HELD_USD = 0.5;
const ASKED = "openai/high_quality";
const CHEAPER = "openai/cost_optimized";

let receiver: HookReceiver;
test.beforeAll(async () => {
  receiver = await startHookReceiver();
});
test.afterAll(() => receiver.close());

const dialogOf = (page: Page) => page.getByRole("dialog");

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await settled(page);
}

async function makeBudget(page: Page, budget: { name: string; limitUsd: number; action: string; fleet: string }) {
  const dialog = dialogOf(page);
  await page.getByRole("button", { name: "New budget" }).click();
  await dialog.getByLabel("Name").fill(budget.name);
  await dialog.getByRole("spinbutton", { name: "Limit" }).fill(String(budget.limitUsd));
  await dialog.getByLabel("At the limit").selectOption(budget.action);
  await dialog.getByLabel("Fleet").fill(budget.fleet);
  await dialog.getByRole("button", { name: /create|save|set/i }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("row").filter({ hasText: budget.name })).toBeVisible();
}

/** The product's machine API with one agent key. */
function platform(request: APIRequestContext, token: string) {
  const post = (path: string, data: object) =>
    request.post(`/api/v1${path}`, { headers: { authorization: `Bearer ${token}` }, data });
  return {
    post,
    /** Places a task and reports that it cost as much as was held for it. */
    async spend(): Promise<{ configuration: string; reason: string }> {
      const placed = await post("/route", { task: { type: "research", description: "tidal power in Brittany" } });
      expect(placed.status(), await placed.text()).toBe(200);
      const { decision_id: id, verdict, configuration, reason } = await placed.json();
      expect(verdict, reason).toBe("assigned");
      const outcome = await post(`/decisions/${id}/outcome`, { success: true, cost_usd: HELD_USD });
      expect(outcome.status(), await outcome.text()).toBe(200);
      return { configuration, reason };
    },
  };
}

test("a budget is spent, makes what follows cheaper, stops it, is raised, and somebody is told", async ({
  page,
  request,
}) => {
  const mark = `journey-${Date.now()}`;
  const [saves, stops] = [`${mark} saves`, `${mark} stops`];
  const dialog = dialogOf(page);
  // Other journeys have budgets too.
  const alerts = () =>
    receiver.hooks
      .map((hook) => verified(hook, secret) as { type: string; data: AlertData })
      .filter(({ data }) => data.alert.message.includes(mark));
  let secret = "";
  let token = "";

  await test.step("a fleet with an agent that works with the best model there is", async () => {
    await open(page, "/fleet");
    await page.getByRole("button", { name: "New fleet" }).click();
    await dialog.getByLabel("Name").fill(mark);
    await dialog.getByRole("button", { name: "Make the fleet" }).click();
    await page.waitForURL(`**/fleet?fleet=${mark}`);
    await open(page, "/settings");
    await page.getByRole("button", { name: "Make a key" }).click();
    await dialog.getByLabel("Name").fill(mark);
    await dialog.getByLabel("Fleet").selectOption(mark);
    await dialog.getByRole("button", { name: "Make the key" }).click();
    token = (await dialog.locator("code").textContent()) ?? "";
    await page.getByRole("button", { name: "Done" }).click();
    const agent = { role: "researcher", capabilities: [], configuration: ASKED };
    const made = await request.put("/api/v1/agents/ada", {
      headers: { authorization: `Bearer ${token}` },
      data: agent,
    });
    expect(made.status(), await made.text()).toBeLessThan(300);
  });

  await test.step("a channel to a receiver of our own, whose test arrives signed", async () => {
    await page.getByRole("link", { name: "Open" }).click();
    await page.waitForURL("**/settings/alert-channels");
    await settled(page);
    await page.getByRole("button", { name: "Add a channel" }).click();
    await dialog.getByRole("textbox", { name: /^Name/ }).fill(mark);
    await dialog.getByLabel("Address").fill("http://169.254.169.254/latest");
    secret = await dialog.getByRole("textbox", { name: /^Signing secret/ }).inputValue();
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await expect(dialog.getByRole("alert")).toContainText("metadata address");
    await expectAccessible(page);
    await dialog.getByLabel("Address").fill(`${receiver.url}/alerts`);
    await dialog.getByLabel("Quiet time").fill("0");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    const row = page.getByRole("row").filter({ hasText: mark });
    await expect(row).toContainText(`…${secret.slice(-4)}`);
    await page.getByRole("button", { name: `Send a test to ${mark}` }).click();
    await dialog.getByRole("button", { name: "Send the test" }).click();
    await expect(dialog.getByRole("status")).toContainText(/Answered 200 in \d+ ms: ok/);
    expect(alerts()).toMatchObject([{ type: "alert.test" }]);
    await page.keyboard.press("Escape");
  });

  const calls = platform(request, token);
  await test.step("two budgets: one saves, the other stops", async () => {
    await open(page, "/budgets");
    await makeBudget(page, { name: saves, limitUsd: 3 * HELD_USD, action: "downgrade", fleet: mark });
    await makeBudget(page, { name: stops, limitUsd: 4 * HELD_USD, action: "block", fleet: mark });
  });

  await test.step("what comes while there is room runs as it was asked for, then cheaper, and the decision says why", async () => {
    expect(await calls.spend()).toMatchObject({ configuration: ASKED });
    expect(await calls.spend()).toMatchObject({ configuration: ASKED });
    const { configuration, reason } = await calls.spend();
    expect(configuration).toBe(CHEAPER);
    expect(reason).toContain(`${CHEAPER} instead of ${ASKED}: budget "${saves}" has $0.50 left`);
    expect(await calls.spend()).toMatchObject({ configuration: CHEAPER });
  });

  await test.step("then nothing passes, and the answer names the budget, what is left and when it resets", async () => {
    const refused = await calls.post("/chat/completions", {
      model: "auto",
      messages: [{ role: "user", content: "What is the capital of France?" }],
    });
    expect(refused.status()).toBe(429);
    const { error } = await refused.json();
    expect(error).toMatchObject({ type: "insufficient_quota", code: "over_budget" });
    expect(error.message).toContain(`Budget "${stops}" has $0.00 left. Ask again after `);
    expect(Number(refused.headers()["retry-after"])).toBeGreaterThan(0);
    const { budget } = await (await calls.post("/route", { task: { type: "research" } })).json();
    expect(budget).toMatchObject({ name: stops, remaining_usd: 0 });
    expect(Date.parse(budget.resets_at)).toBeGreaterThan(Date.now());
  });

  await test.step("the alerts arrive at the receiver, and whoever is at the page sees them", async () => {
    await expect
      .poll(() =>
        alerts()
          .map(({ type, data }) => `${type} ${data.alert.kind} ${data.alert.severity}`)
          .sort(),
      )
      .toEqual(expect.arrayContaining(["alert.fired budget_blocking danger", "alert.fired budget_threshold danger"]));
    const refuses = alerts().find(({ data }) => data.alert.kind === "budget_blocking");
    expect(refuses?.data.alert.message).toContain(`Budget "${stops}" refuses requests`);
    expect(refuses?.data.alert.url).toContain("/budgets/bud_");
    await open(page, "/alerts");
    const row = page.getByRole("row").filter({ hasText: `Budget "${stops}" refuses requests` });
    await row.getByRole("button", { name: /^Look after/ }).click();
    await expect(row).toContainText("Ana Admin");
    await expectAccessible(page);
    await row.getByRole("link").click();
    await page.waitForURL("**/budgets/bud_*");
    await settled(page);
    await expect(page.getByRole("row").filter({ hasText: "Refused" })).toHaveCount(2);
  });

  await test.step("raised for a while it lets through again, and the receiver is told that it is over", async () => {
    await page.getByRole("button", { name: "Raise for a while" }).click();
    await dialog.getByRole("spinbutton", { name: "By" }).fill("10");
    await dialog.getByLabel("Reason").fill("the launch is tonight");
    await dialog.getByRole("button", { name: "Raise", exact: true }).click();
    await expect(dialog).toBeHidden();
    expect(await calls.spend()).toMatchObject({ configuration: CHEAPER });
    await expect
      .poll(() =>
        alerts()
          .filter(({ type }) => type === "alert.resolved")
          .map(({ data }) => data.alert),
      )
      .toContainEqual(
        expect.objectContaining({
          kind: "budget_blocking",
          resolution: "The limit was changed.",
          subject: expect.anything(),
        }),
      );
  });

  await test.step("every message stands in the channel's log, and it is archived with its secret", async () => {
    await open(page, "/settings/alert-channels");
    const row = page.getByRole("row").filter({ hasText: mark });
    await row.getByRole("link", { name: mark }).click();
    const messages = page.getByRole("region", { name: "Messages" });
    await expect(messages.getByRole("row").filter({ hasText: "refuses requests" }).first()).toContainText("Sent");
    await expectAccessible(page);
    await row.getByRole("button", { name: `Archive ${mark}` }).click();
    await dialog.getByRole("button", { name: "Archive", exact: true }).click();
    await expect(row).toHaveCount(0);
    expect(await page.content()).not.toContain(secret);
    await open(page, "/budgets");
    for (const name of [saves, stops]) {
      await page.getByRole("button", { name: `Archive ${name}` }).click();
      await dialog.getByRole("button", { name: "Archive", exact: true }).click();
      await expect(page.getByRole("row").filter({ hasText: name })).toHaveCount(0);
    }
  });
});

interface AlertData {
  alert: { kind: string; severity: string; message: string; url: string };
}
