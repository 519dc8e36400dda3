import type { Page } from "@playwright/test";
import { addressOf, type PageRoute, pageRoutes } from "../fixtures/routes.ts";
import { chooseTheme, expectAccessible, expectNoSidewaysScroll, settled, test } from "../fixtures/test.ts";

const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };
type Size = keyof typeof SIZES;

/** Each page is loaded once a theme and then made narrower or wider, as a person does; both widths are loaded once. */
const LOADED_AS: Record<"light" | "dark", readonly [Size, Size]> = {
  light: ["wide", "narrow"],
  dark: ["narrow", "wide"],
};

for (const theme of ["light", "dark"] as const) {
  const [first, then] = LOADED_AS[theme];
  test.describe(`${theme}, loaded ${first}`, () => {
    test.use({ viewport: SIZES[first], colorScheme: theme });
    test.describe("a visitor", () => {
      test.use({ role: null });
      visitEach((route) => route.forVisitors);
    });
    test.describe("the admin", () => {
      test.use({ role: "admin" });
      visitEach((route) => !route.forVisitors);
    });
  });

  function visitEach(wanted: (route: PageRoute) => boolean): void {
    for (const { pattern } of pageRoutes().filter(wanted)) {
      test(`${pattern} is accessible, fits and is quiet`, async ({ page, baseURL }) => {
        await chooseTheme(page, theme, baseURL);
        const answer = await page.goto(await addressOf(page, pattern));
        test.expect(answer?.status()).toBe(200);
        await judge(page, pattern, first);
        await page.setViewportSize(SIZES[then]);
        // Charts and tables measure themselves in the next frames.
        await page.evaluate(
          () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
        );
        await judge(page, pattern, then);
      });
    }
  }

  async function judge(page: Page, pattern: string, size: Size): Promise<void> {
    await settled(page);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    const file = `${pattern === "/" ? "overview" : pattern.slice(1).replaceAll(/[^\w-]+/g, "-")}-${theme}-${size}.png`;
    await page.screenshot({ path: `test-results/pages/${file}`, fullPage: true });
  }
}
