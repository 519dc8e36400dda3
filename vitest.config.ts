import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
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
          name: "database",
          include: ["lib/**/*.test.ts", "server/**/*.test.ts", "test/**/*.test.ts"],
          exclude: ["lib/{core,contracts,engines}/**", "server/api/wire/**"],
          globalSetup: ["test/postgres.ts"],
          setupFiles: ["test/own-database.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
