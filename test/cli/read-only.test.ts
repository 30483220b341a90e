import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { afterAll, expect, it } from "vitest"
import { bench, TINY } from "./agon.ts"

const NOBODY = 65_534
const isRoot = process.getuid?.() === 0

const { folder, runs, start, agon, file } = bench()

afterAll(() => setModes(0o755, 0o644)) // or they could not be removed

// Root may write anywhere, so the command must run as somebody else; Windows has no such modes.
it.skipIf(process.platform === "win32")("a run that may only be read can be read", async () => {
  const recipe = file("tiny.json", JSON.stringify({ ...TINY, rounds: 1 }))
  expect((await agon("run", recipe, "--name", "one", "--no-report")).code).toBe(0)
  const names = readdirSync(join(runs, "one"))
  const journal = join(runs, "one", "journal.sqlite")
  const before = readFileSync(journal)
  setModes(0o555, 0o444)
  chmodSync(folder, 0o755)
  const reading = (...args: string[]) => start(args, {}, isRoot ? becoming(NOBODY) : []).ended
  const [audit, replay, list, report, resume] = await Promise.all([
    reading("audit", "one"),
    reading("replay", "one"),
    reading("list"),
    reading("report", "one"),
    reading("resume", "one"),
  ])
  expect(audit).toMatchObject({ code: 0, err: "" })
  expect(replay).toMatchObject({ code: 0, err: "" })
  expect(list.out).toContain("finished")
  for (const { code, err } of [report, resume]) {
    expect(code).toBe(1)
    expect(err).not.toMatch(/corrupt|damaged|bug| {4}at /)
  }
  expect(resume.err).toContain("may not be written here")
  expect(readFileSync(journal).equals(before)).toBe(true)
  expect(readdirSync(join(runs, "one"))).toEqual(names)
})

it("a place that cannot hold runs is named in a sentence, at once", async () => {
  const places = [file("a-file", ""), "/dev/null/runs", ...(existsSync("/proc") ? ["/proc/x"] : [])]
  for (const place of places) {
    const { code, err } = await agon("run", "quick", "--runs", place)
    expect(code).toBe(1)
    expect(err).toMatch(/is not a folder|is there already|cannot be made|may not be/)
    expect(err).toContain("→ choose another folder: --runs <folder>")
    expect(err).not.toMatch(/bug| {4}at /)
  }
})

/** Flags that make Node another user before it reads its first line of ours. */
function becoming(user: number): string[] {
  return ["--import", `data:text/javascript,process.setgid(${user});process.setuid(${user})`]
}

function setModes(folders: number, files: number): void {
  const paths = readdirSync(runs, { recursive: true }).map((path) => join(runs, String(path)))
  for (const path of [...paths, runs]) chmodSync(path, statSync(path).isDirectory() ? 0o755 : files)
  for (const path of [...paths, runs]) if (statSync(path).isDirectory()) chmodSync(path, folders)
}
