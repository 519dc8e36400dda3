import { addressOf, type PageRoute, pageRoutes } from "../fixtures/routes.ts";
import { chooseTheme, expectAccessible, expectNoSidewaysScroll, settled, test } from "../fixtures/test.ts";

const WIDTHS = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };

for (const theme of ["light", "dark"] as const) {
  for (const [name, viewport] of Object.entries(WIDTHS)) {
    test.describe(`${theme}, ${name}`, () => {
      test.use({ viewport, colorScheme: theme });
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
          await settled(page);
          await expectNoSidewaysScroll(page);
          await expectAccessible(page);
          const file = `${pattern === "/" ? "overview" : pattern.slice(1).replaceAll(/[^\w-]+/g, "-")}-${theme}-${name}.png`;
          await page.screenshot({ path: `test-results/pages/${file}`, fullPage: true });
        });
      }
    }
  }
}
