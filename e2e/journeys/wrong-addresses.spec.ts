import { expect, test } from "../fixtures/test.ts";

const NOTHING = [
  "/decisions?cursor=x",
  "/audit?cursor=x",
  "/fleet?fleet=%00",
  "/decisions/dec_none",
  "/decisions/%00",
  "/fleet/'",
  "/models/none/none",
  "/configs/none/none",
];
const ODD = ["/decisions/%E0%A4%A", "/fleet/%ED%A0%80"];

for (const path of NOTHING) {
  test(`${path} says that nothing is there`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByText("There is nothing at this address")).toBeVisible();
  });
}

test("an address no page has is not found, in our own words", async ({ request }) => {
  const answer = await request.get("/nope");
  expect(answer.status()).toBe(404);
  expect(await answer.text()).toContain("There is nothing at this address");
});

test("an address that cannot be one is refused, not failed at", async ({ request }) => {
  for (const path of ODD) expect((await request.get(path, { maxRedirects: 0 })).status(), path).toBeLessThan(500);
});

test("wrong parameters are ignored or refused, never failed at", async ({ request }) => {
  const names = ["fleet", "agent", "type", "verdict", "state", "cursor", "from", "to", "limit", "sort", "token"];
  for (const path of [
    "/",
    "/fleet",
    "/decisions",
    "/budgets",
    "/models",
    "/health",
    "/sign-in",
    "/setup",
    "/set-password",
  ]) {
    for (const value of ["%00", "%27", "-1", "__proto__", "%E0%A4%A"]) {
      const query = names.map((name) => `${name}=${value}`).join("&");
      expect((await request.get(`${path}?${query}`)).status(), `${path}?${query}`).toBeLessThan(500);
    }
  }
});
