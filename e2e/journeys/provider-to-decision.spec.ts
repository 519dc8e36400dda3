import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { APIRequestContext, Page } from "@playwright/test";
import { type LoopbackProvider, startLoopbackProvider } from "#test/loopback-provider/loopback-provider.ts";
import { sessionFile } from "../fixtures/people.ts";
import { expect, expectAccessible, hydrated, settled, test } from "../fixtures/test.ts";

test.describe.configure({ mode: "serial", timeout: 240_000 });
test.use({ role: "admin" });

const KEY = "Zq7Sentinel-0123456789-abcd-PAGE";
const NEXT_KEY = "Zq7Sentinel-9876543210-efgh-NEXT";
const HIDDEN = "Zq7Sentinel";
const REF = "openai/researcher";
/** Nobody else's: its price is changed on the way. */
const MODEL = "gpt-5.6-terra";
/** 400 input at $2, 1,024 from the cache at $0.20, and 9 output at $12, then $24, a million. */
const CALL_COST = "$0.0011128";
const TWO_CALLS_COST = { before: "$0.0022256", after: "$0.0024416" };
const ANSWER = "The capital of France is Paris.";

let provider: LoopbackProvider;
test.beforeAll(async () => {
  provider = await startLoopbackProvider();
});
test.afterAll(async () => provider?.close());

const dialogOf = (page: Page) => page.getByRole("dialog");
const inForce = (page: Page, revision: number) => expect(page.getByText(`Revision ${revision}`, { exact: true }));

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await settled(page);
}

async function review(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Review and save" }).click();
}

async function save(page: Page, why: string): Promise<void> {
  await dialogOf(page).getByLabel("Why").fill(why);
  await dialogOf(page).getByRole("button", { name: "Save", exact: true }).click();
}

const ask = (request: APIRequestContext, token: string) =>
  request.post("/api/v1/chat/completions", {
    headers: { authorization: `Bearer ${token}` },
    data: { model: REF, messages: [{ role: "user", content: "What is the capital of France?" }] },
  });

async function restore(page: Page, revision: number, becomes: number): Promise<void> {
  await page.getByRole("button", { name: `Restore revision ${revision}`, exact: true }).click();
  await dialogOf(page).getByLabel("Why").fill(`back to ${revision}`);
  await dialogOf(page).getByRole("button", { name: "Restore" }).click();
  await inForce(page, becomes).toBeVisible();
}

test("from a provider's key to a call that stands among the decisions, and no key comes back to the browser", async ({
  page,
  browser,
  request,
}) => {
  const bodies: Promise<string>[] = [];
  page.on("response", (response) => bodies.push(response.text().catch(() => "")));
  const name = `gateway ${Date.now()}`;
  const credential = page.getByRole("row").filter({ hasText: name });
  const dialog = dialogOf(page);
  let token = "";
  let first = 0;

  await test.step("a key is entered for an address, which is judged", async () => {
    await open(page, "/settings");
    await page.getByRole("button", { name: "Add a credential" }).click();
    await dialog.getByLabel("Name").fill(name);
    await dialog.locator("input[name=apiKey]").fill(KEY);
    await dialog.getByLabel("Address").fill("http://169.254.169.254/latest");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await expect(dialog.getByRole("alert")).toContainText("metadata address");
    await expectAccessible(page);
    await dialog.getByLabel("Address").fill(provider.url);
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await expect(credential).toContainText("API key …PAGE");
    await expect(credential).toContainText("In use");
    await page.getByRole("button", { name: "Make a key" }).click();
    await dialog.getByLabel("Name").fill(name);
    await dialog.getByRole("button", { name: "Make the key" }).click();
    token = (await dialog.locator("code").textContent()) ?? "";
    await page.getByRole("button", { name: "Done" }).click();
  });

  const otherContext = await browser.newContext({ storageState: sessionFile("operator") });
  const other = await otherContext.newPage();
  await test.step("the configuration is edited, tried at the provider, compared, priced and saved", async () => {
    await open(page, `/configs/${REF}`);
    first = Number((await page.getByText(/^Revision \d+$/).textContent())?.replace("Revision ", ""));
    await other.goto(page.url());
    await hydrated(other);
    await page.getByRole("textbox", { name: /^Model/ }).fill(MODEL);
    await page.getByLabel("Base URL").fill(`${provider.url}/v1`);
    await page.getByLabel("Max tokens").fill("1234");
    await page.getByRole("button", { name: "Test connection" }).click();
    await expect(page.getByText(/answered in [\d.]+ m?s\.$/)).toBeVisible();
    await expect(page.getByText(/1,424 input and 9 output tokens, cost \$[\d.]+/)).toBeVisible();

    await review(page);
    const changes = dialog.getByRole("region", { name: "Changes" });
    await expect(changes.getByRole("row").filter({ hasText: "Max tokens" })).toContainText("1,234");
    await expect(changes.getByRole("row").filter({ hasText: "Model" })).toContainText(MODEL);
    await expect(dialog).toContainText(/Cost of 1,000 tasks: \$[\d.]+ before, \$[\d.]+ after \([+-][\d.]+%\)/);
    await expect(dialog).toContainText(/About \$[\d.]+ a month (more|less) \(\$[\d.]+ to \$[\d.]+\)/);
    await expectAccessible(page);
    await save(page, "the gateway has terra");
    await inForce(page, first + 1).toBeVisible();
  });

  await test.step("who saves second sees theirs beside yours, and loses nothing", async () => {
    await other.getByLabel("Retries").fill("7");
    await review(other);
    await save(other, "more retries");
    const conflict = dialogOf(other).getByRole("region", { name: "Conflict" });
    await expect(conflict.getByRole("row").filter({ hasText: "Retries" }).getByRole("cell")).toHaveText([
      "Retries",
      "7",
      /^\d$/,
    ]);
    await expect(conflict.getByRole("row").filter({ hasText: "Max tokens" })).toContainText("1,234");
    await expectAccessible(other);
    await other.keyboard.press("Escape");
    await expect(other.getByLabel("Retries")).toHaveValue("7");
    await review(other);
    await save(other, "more retries");
    await other.getByRole("button", { name: "Keep both" }).click();
    await inForce(other, first + 2).toBeVisible();
    await expect(other.getByLabel("Retries")).toHaveValue("7");
    await expect(other.getByLabel("Max tokens")).toHaveValue("1234");
    await otherContext.close();

    await page.getByLabel("Retries").fill("1");
    await review(page);
    await save(page, "no: fewer");
    await expect(dialog.getByRole("button", { name: "Save mine over revision" })).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Keep both" })).toHaveCount(0);
    await page.getByRole("button", { name: "Drop mine, take theirs" }).click();
    await inForce(page, first + 2).toBeVisible();
    await expect(page.getByLabel("Retries")).toHaveValue("7");
  });

  await test.step("the old revision comes back, and then the new one", async () => {
    await restore(page, first, first + 3);
    await expect(page.getByLabel("Base URL")).toHaveValue("");
    await restore(page, first + 2, first + 4);
    await expect(page.getByLabel("Max tokens")).toHaveValue("1234");
  });

  await test.step("a prompt is tried on the page, and its decision is a click away", async () => {
    await page.getByRole("textbox", { name: /^Prompt/ }).fill("What is the capital of France?");
    await page.getByRole("button", { name: "Send" }).click();
    await expect(page.getByRole("region", { name: "Answer" })).toHaveText(ANSWER);
    await expect(page.getByRole("status").filter({ hasText: "9 output tokens" })).toContainText("ended with stop");
    await expect(page.getByRole("link", { name: "See its decision" })).toBeVisible();
  });

  await test.step("a call with the product's key arrives as it was configured", async () => {
    provider.reset();
    const response = await ask(request, token);
    expect(response.status(), await response.text()).toBe(200);
    expect((await response.json()).choices[0].message.content).toBe(ANSWER);
    expect(provider.received).toHaveLength(1);
    const [received] = provider.received;
    expect(received?.body).toMatchObject({ model: MODEL, max_completion_tokens: 1234 });
    expect(received?.headers.authorization).toBe(`Bearer ${KEY}`);

    await open(page, "/decisions?verdict=direct");
    const row = page.getByRole("row").filter({ hasText: REF }).first();
    await expect(row).toContainText("chat");
    await expect(row.getByTitle(CALL_COST)).toBeVisible();
    await row.getByRole("link").first().click();
    await page.waitForURL(`**/decisions/${response.headers()["x-signalbox-decision"]}`);
    await settled(page);
    const call = page.locator("section").filter({ has: page.getByRole("heading", { name: "Call", exact: true }) });
    await expect(call).toContainText(`${REF} revision ${first + 4}`);
    await expect(call.getByTitle(CALL_COST)).toBeVisible();
    for (const [term, tokens] of Object.entries({ Input: "400", "Read from a cache,": "1,024", Output: "9" })) {
      const fact = call.locator("dl > div").filter({ hasText: `${term} tokens` });
      await expect(fact.getByRole("definition")).toHaveText(tokens);
    }
    await expect(call.getByRole("row").filter({ hasText: REF })).toContainText("answered");
    await expectAccessible(page);
  });

  await test.step("the model gets another price from yesterday on, and what was called since is priced anew", async () => {
    await open(page, `/configs/catalogue?q=${MODEL}`);
    await page.getByRole("button", { name: `Set price of ${MODEL}` }).click();
    await dialog.getByRole("spinbutton", { name: /^Output/ }).fill("24");
    await dialog.getByLabel("In force from").fill(new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
    await dialog.getByLabel("Where the price comes from").fill("the contract");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Set price" }).click();
    await page.getByRole("button", { name: `Price history anew: ${MODEL}` }).click();
    await dialog.getByLabel("Why").fill("it counts since then");
    await dialog.getByRole("button", { name: "Price anew" }).click();
    const job = page.getByRole("row").filter({ hasText: "it counts since then" });
    await expect(job).toContainText("done");
    await expect(job.getByTitle(TWO_CALLS_COST.before)).toBeVisible();
    await expect(job.getByTitle(TWO_CALLS_COST.after)).toBeVisible();
  });

  await test.step("the key is rotated, shows itself nowhere, and is removed", async () => {
    await open(page, "/settings");
    await credential.getByRole("button", { name: `Rotate ${name}` }).click();
    await dialog.locator("input[name=apiKey]").fill(NEXT_KEY);
    await dialog.getByRole("button", { name: "Rotate", exact: true }).click();
    await expect(credential.filter({ hasText: "…NEXT" })).toContainText("In use");
    await expect(credential.filter({ hasText: "…PAGE" })).toContainText("Replaced");
    expect((await ask(request, token)).status()).toBe(200);
    expect(provider.received.at(-1)?.headers.authorization).toBe(`Bearer ${NEXT_KEY}`);

    await open(page, "/health");
    await open(page, "/audit?entity=credential");
    const entry = page.getByRole("row").filter({ hasText: "credential.rotate" }).first();
    await entry.locator("summary").click();
    await expect(entry).toContainText("NEXT");
    bodies.push((await request.get("/api/health")).text(), page.content());
    expect((await Promise.all(bodies)).join("\n")).not.toContain(HIDDEN);

    await open(page, `/configs/${REF}`);
    await restore(page, first, first + 5);
    await open(page, "/settings");
    for (const tail of ["…PAGE", "…NEXT"]) {
      const one = credential.filter({ hasText: tail });
      await one.getByRole("button", { name: `Remove ${name}` }).click();
      await dialog.getByRole("button", { name: "Remove", exact: true }).click();
      await expect(one).toHaveCount(0);
    }
  });
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
