import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { join, relative } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { audit } from "../../src/cli/audit.ts"
import { UsageError } from "../../src/cli/exit.ts"
import { randomStream } from "../../src/rule/random.ts"
import { RunFailure } from "../../src/run/failure.ts"
import { type Essence, essenceOf, freshRuns, runAgon, sha256, startAgon, TINY } from "./agon.ts"

// Every flip is one bit of one byte; `AGON_FLIPS=2000` looks longer.
const FLIPS = Number(process.env.AGON_FLIPS ?? 120)
const RESUMES = 6 // damaged, then resumed by a real process
const SEED = Number(process.env.AGON_FLIP_SEED ?? 1)
const TRUNCATED_SHARE = 0.15 // the others have one bit flipped

const { runs, remove } = freshRuns()
const options = ["--runs", runs, "--json", "--no-report", "--threads", "1"]
let whole: Essence

beforeAll(async () => {
  expect((await runAgon(["run", TINY, "--name", "finished", ...options])).code).toBe(0)
  whole = await essenceOf(runs, "finished")
  const agon = startAgon(["run", TINY, "--name", "interrupted", ...options])
  await agon.until(
    ({ kind, stage, round }) => kind === "stage" && stage === "training" && round === 2,
  )
  agon.killAll()
  await agon.ended
  expect(existsSync(join(runs, "interrupted", "journal.sqlite-wal"))).toBe(true)
})
afterAll(remove)

describe("a byte that changed on disk", () => {
  it.each(["finished", "interrupted"])(
    "is named by the audit of a run that was %s, or lies where nothing is read",
    { timeout: 30_000 + FLIPS * 200 },
    async (id) => {
      const scene = openScene(id, (name) => isJournalled(id, name))
      expect(await auditOf(id)).toEqual({ kind: "clean" })
      scene.restore()
      const content = contentOf(id)
      const counts = { named: 0, dead: 0 }
      const random = randomStream(SEED, "flip", id)
      for (let flip = 0; flip < FLIPS / 2; flip++) {
        // Every other one hits the journal, where a byte can hide.
        const file =
          flip % 2 === 0
            ? scene.journal[(flip / 2) % scene.journal.length]!
            : scene.files[flip % scene.files.length]!
        const damage = scene.damage(file, random)
        const what = `${id}, seed ${SEED}: ${damage}`
        const heard = await auditOf(id)
        if (heard.kind === "named") {
          expect(heard.text, what).toMatch(wordsFor(file))
          counts.named++
        } else {
          scene.keepDamage()
          expect(contentOf(id), `silent change: ${what}`).toBe(content)
          counts.dead++
        }
        scene.restore()
      }
      console.log(`${id}, seed ${SEED}: ${counts.named} named, ${counts.dead} in dead space`)
      // A finished run's list of digests leaves no dead space.
      if (id === "finished") expect(counts).toEqual({ named: FLIPS / 2, dead: 0 })
      else expect(counts.named).toBeGreaterThan(FLIPS / 4)
    },
  )

  it("stops a resume, or changes nothing that it leads to", async () => {
    const counts = { refused: 0, same: 0 }
    const random = randomStream(SEED, "flip", "resume")
    for (let flip = 0; flip < RESUMES; flip++) {
      const id = `resumed-${flip}`
      cpSync(join(runs, "interrupted"), join(runs, id), { recursive: true })
      const scene = openScene(id)
      const damage = scene.damage(scene.files[random.int(scene.files.length)]!, random)
      const { code, stderr } = await runAgon(["resume", id, ...options])
      expect(stderr, damage).not.toMatch(/bug in Agon|^\s+at /m)
      if (code === 0) {
        expect(await essenceOf(runs, id), damage).toEqual(whole)
        counts.same++
      } else {
        expect(stderr, damage).toMatch(/journal|checkpoint|bundle|event/)
        counts.refused++
      }
      rmSync(join(runs, id), { recursive: true })
    }
    console.log(
      `resumed, seed ${SEED}: ${counts.refused} refused, ${counts.same} with the same end`,
    )
  })
})

type Heard = { readonly kind: "clean" } | { readonly kind: "named"; readonly text: string }

/** What `agon audit` says. Whatever is thrown without a name is a bug, and passes through. */
async function auditOf(id: string): Promise<Heard> {
  let text = ""
  const write = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text += chunk
    return true
  })
  try {
    const code = await audit.run([id, "--runs", runs])
    return code === 0 ? { kind: "clean" } : { kind: "named", text }
  } catch (error) {
    if (!(error instanceof RunFailure) && !(error instanceof UsageError)) throw error
    return { kind: "named", text: error.message }
  } finally {
    write.mockRestore()
  }
}

/** A run's files, to be damaged one at a time and put back. */
function openScene(id: string, isWanted: (name: string) => boolean = () => true) {
  const folder = join(runs, id)
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter(
      (name) => statSync(join(folder, name)).isFile() && statSync(join(folder, name)).size > 0,
    )
    .filter((name) => !/-shm$|terms\.json$|\.tmp$/.test(name)) // made again, or never read again
    .toSorted()
  const originals = new Map(files.map((name) => [name, readFileSync(join(folder, name))]))
  const journal = files.filter((name) => name.startsWith("journal"))
  let last: { name: string; bytes: Buffer } | undefined

  function restore(): void {
    rmSync(join(folder, "journal.sqlite-shm"), { force: true })
    rmSync(join(folder, "journal.sqlite-wal"), { force: true })
    for (const name of last === undefined ? journal : [...journal, last.name]) {
      writeFileSync(join(folder, name), originals.get(name)!)
    }
  }
  const wanted = files.filter(isWanted)
  restore() // asking may have opened the journal, which tidies up after a kill
  return {
    files: wanted,
    journal,
    restore,
    damage(name: string, random: ReturnType<typeof randomStream>): string {
      const bytes = Buffer.from(originals.get(name)!)
      const at = random.int(bytes.length)
      const isCut = random.next() < TRUNCATED_SHARE
      bytes[at]! ^= 1 << random.int(8)
      last = { name, bytes: isCut ? bytes.subarray(0, at) : bytes }
      writeFileSync(join(folder, name), last.bytes)
      return `${relative(folder, join(folder, name))} ${isCut ? "cut" : "flipped"} at ${at}`
    },
    /** As it was before the audit, which may have tidied up after the kill. */
    keepDamage(): void {
      const { name, bytes } = last!
      restore()
      writeFileSync(join(folder, name), bytes)
    },
  }
}

/** Everything that a reader can learn from the journal, and the bytes of all other files. */
function contentOf(id: string): string {
  const folder = join(runs, id)
  const db = new DatabaseSync(join(folder, "journal.sqlite"))
  const events = db.prepare("SELECT * FROM event ORDER BY seq").all()
  const outcomes = db.prepare("SELECT * FROM outcome ORDER BY id").all()
  db.close()
  const others = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /head$|jsonl$|manifest|safetensors$/.test(name))
    .toSorted()
    .map((name) => sha256(readFileSync(join(folder, name))))
  return sha256(JSON.stringify([events, outcomes, others]))
}

/** Whether the journal has come to name a file: an audit answers for no other. */
function isJournalled(id: string, file: string): boolean {
  const [hash] = /[0-9a-f]{64}/.exec(file) ?? []
  if (hash === undefined) return true
  const db = new DatabaseSync(join(runs, id, "journal.sqlite"))
  const found = db.prepare("SELECT 1 FROM event WHERE instr(body, ?) > 0").get(hash)
  db.close()
  return found !== undefined
}

/** What a message about a file must mention. */
function wordsFor(file: string): RegExp {
  const hash = /[0-9a-f]{64}/.exec(file)
  return hash === null ? /journal|event|suite|round|problem|pair|outcome/ : new RegExp(hash[0])
}
