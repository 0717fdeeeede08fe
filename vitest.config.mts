import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      // Fast and self-contained: no Python, no network, no bundle.
      {
        test: {
          name: "core",
          // No test changes what another one sees, and loading everything anew for each file took half of the time.
          isolate: false,
          // By itself vitest leaves one core for its own work, which on two of them is little.
          maxWorkers: "100%",
          include: ["test/core/**/*.test.ts", "test/rules/**/*.test.ts", "test/contract/**/*.test.ts"],
          // A hang has to end; a busy machine must not fail a test.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      // Needs the Python environments: runs the frameworks.
      {
        test: {
          name: "frameworks",
          include: ["test/frameworks/**/*.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
      // The packaged extension in a real VS Code.
      {
        test: {
          name: "editor",
          include: ["test/editor/**/*.test.ts"],
          globalSetup: ["test/editor/globalSetup.ts"],
          // A key that the browser loses on a busy machine may not cost a whole run; the reporter shows `(retry x1)`.
          retry: 1,
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
