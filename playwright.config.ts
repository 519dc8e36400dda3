import { defineConfig } from "@playwright/test";
import { findChromium } from "#server/boot/find-chromium.ts";

/** The sandbox needs rights that containers lack; the rest keeps Chromium from calling home during the run. */
const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

/** They crash, stop or search the product, so each starts one of its own and needs nobody to be signed in. */
const OWN_PRODUCT = ["access", "crash", "learning", "stops", "training-crash"].map((name) => `${name}.spec.ts`);

/** They give the demo fleet a model, or add a fleet with a history, that the others do not expect there. */
const CHANGES_FLEETS = ["health-regression.spec.ts", "matcher.spec.ts", "workload.spec.ts"];

export default defineConfig({
  testDir: "e2e/journeys",
  outputDir: "test-results",
  globalSetup: "./e2e/fixtures/global-setup.ts",
  workers: 2,
  fullyParallel: true,
  // A machine may be ten times as busy as this one: waiting costs nothing where nothing is wrong.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: "list",
  use: {
    baseURL: process.env.E2E_BASE_URL,
    screenshot: "only-on-failure",
    // A control that is half faded in has half its contrast.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: { executablePath: await findChromium(), args: CHROMIUM_FLAGS },
  },
  projects: [
    { name: "own product", testMatch: OWN_PRODUCT },
    { name: "first visit", testMatch: "start.spec.ts" },
    {
      name: "journeys",
      testIgnore: ["start.spec.ts", ...CHANGES_FLEETS, ...OWN_PRODUCT],
      dependencies: ["first visit"],
    },
    { name: "fleets changed", testMatch: CHANGES_FLEETS, dependencies: ["journeys"] },
  ],
});
