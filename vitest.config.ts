import { configDefaults, defineConfig } from "vitest/config"

// These replace a module, the environment or standard output for as long as they run.
const ALONE = [
  "test/store/live-reader.test.ts",
  "test/process/flip.test.ts",
  "test/sandbox/sandbox.test.ts",
  "test/view/terminal.test.ts",
]

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "shared",
          include: ["test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...ALONE],
          isolate: false, // modules are read once a worker and not once a file: a fifth of the time
        },
      },
      { extends: true, test: { name: "alone", include: ALONE } },
    ],
  },
})
