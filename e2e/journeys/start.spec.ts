import { execFileSync } from "node:child_process";
import path from "node:path";
import { PASSWORD, PEOPLE, sessionFile } from "../fixtures/people.ts";
import { expect, expectAccessible, settled, test } from "../fixtures/test.ts";

test.describe.configure({ mode: "serial" });
test.use({ role: null });

const setupUrl = () => process.env.E2E_SETUP_URL ?? "";

test("the first visit makes the admin and leads to the overview", async ({ page }) => {
  await page.goto(setupUrl());
  await settled(page);
  await expectAccessible(page);
  await page.getByLabel("Your name").fill(PEOPLE.admin.name);
  await page.getByLabel("E-mail").fill(PEOPLE.admin.email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Make the account" }).click();
  await page.waitForURL("/");
  await settled(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Overview");
  await page.context().storageState({ path: sessionFile("admin") });
});

test("the link works once", async ({ page }) => {
  await page.goto(setupUrl());
  await settled(page);
  await expect(page.getByRole("button", { name: "Make the account" })).toHaveCount(0);
});

test("a visitor is led to the sign-in", async ({ page }) => {
  await page.goto("/decisions");
  await expect(page).toHaveURL(/\/sign-in/);
});

for (const role of ["operator", "viewer"] as const) {
  test(`the ${role} signs in`, async ({ page, baseURL }) => {
    if (role === "operator") makePeople();
    const answer = await page.request.post("/api/auth/sign-in/email", {
      data: { email: PEOPLE[role].email, password: PASSWORD },
      headers: { origin: baseURL ?? "" },
    });
    expect(answer.ok()).toBe(true);
    await page.context().storageState({ path: sessionFile(role) });
  });
}

test("the sign-in leads to the page that was asked for, and never to another site", async ({ page, baseURL }) => {
  const signIn = async () => {
    await page.getByLabel("E-mail").fill(PEOPLE.viewer.email);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  await page.goto("/decisions?verdict=nobody_fits");
  await signIn();
  await page.waitForURL("/decisions?verdict=nobody_fits");
  // A page that is open would ask on without its session.
  await page.goto("about:blank");
  await page.context().clearCookies();
  await page.goto("/sign-in?next=//evil.example/budgets");
  await signIn();
  await page.waitForURL("/");
  expect(new URL(page.url()).origin).toBe(baseURL);
});

function makePeople(): void {
  execFileSync(process.execPath, [path.resolve(import.meta.dirname, "../fixtures/make-people.ts")], {
    env: { ...process.env, DATABASE_URL: "", SIGNALBOX_DATA_DIR: process.env.E2E_DATA_DIR, LOG_LEVEL: "silent" },
    stdio: "inherit",
  });
}
