import { defineConfig } from "vitest/config";

/**
 * One file after another in as many processes as there are cores; what they import is the dear part, and is shared. The
 * limits are for a machine that is busy with others.
 */
const SHARED = {
  isolate: false,
  maxWorkers: "100%",
  testTimeout: 60_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 20_000 } },
} as const;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...SHARED,
          name: "pure",
          include: [
            "lib/{core,contracts,engines}/**/*.test.ts",
            "{app,components,bench}/**/*.test.ts",
            "server/api/wire/**/*.test.ts",
          ],
        },
      },
      {
        test: {
          ...SHARED,
          name: "database",
          include: ["lib/**/*.test.ts", "server/**/*.test.ts", "test/**/*.test.ts"],
          exclude: ["lib/{core,contracts,engines}/**", "server/api/wire/**"],
          globalSetup: ["test/postgres.ts"],
          setupFiles: ["test/own-database.ts"],
        },
      },
    ],
  },
});
