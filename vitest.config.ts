import { configDefaults, defineConfig } from "vitest/config"

/**
 * Suites that replace no module and change nothing global, as the environment or standard output:
 * their workers read every module once, and not once a file.
 */
const TOGETHER = [
  "agents",
  "embedded",
  "evaluation",
  "kit",
  "record",
  "rule",
  "run",
  "sim",
  "verifiers",
]
const together = TOGETHER.map((folder) => `test/${folder}/**/*.test.ts`)

export default defineConfig({
  test: {
    testTimeout: 180_000, // a busy machine takes ten times as long as a quiet one
    hookTimeout: 180_000,
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: "together", include: together, isolate: false } },
      {
        extends: true,
        test: {
          name: "apart",
          include: ["test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...together],
        },
      },
    ],
  },
})
