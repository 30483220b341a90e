import { printPlain } from "../../verifiers/kernel/print.ts"
import { namesIn } from "../../verifiers/kernel/walk.ts"
import { Verdict } from "../record/verdict.ts"
import { randomStream } from "../rule/random.ts"
import type { Random } from "../world.ts"
import { generalAttacks } from "./attacks.ts"
import type { Claim } from "./claim.ts"
import { type Ground, type Posed, shown } from "./ground.ts"
import { HOSTILE_ANSWERS, HOSTILE_WORTH } from "./hostile.ts"
import { inOtherCase } from "./names.ts"
import { isExactNumber, plainValue } from "./numbers.ts"
import { spellings } from "./spellings.ts"
import { renamed, treeOf } from "./trees.ts"
import { worthTheSame } from "./worth.ts"

const MISTAKES_MIN = 3
const EDITS = 2 // for each sample
const HOSTILE_MS_MAX = 250 // the slowest honest verdict takes a hundredth of it
const HEAVY_CHARS_MIN = 100_000
const INSERTED = [..."0123456789-+/., x=e(){}$\\", ""]

/** What a verifier promises about its verdicts. */
export const JUDGE_CLAIMS: readonly Claim[] = [
  {
    name: "lists mistakes that a person makes, none of them right",
    async check(ground, found) {
      for (const posed of await ground.problems(ground.share(0.1, 10))) {
        const { spec } = posed
        const mistakes = await ground.mistakes(posed)
        found.expect(new Set(mistakes).size === mistakes.length, () => `twice: ${shown(mistakes)}`)
        const { format } = await ground.subject.state(spec, 0)
        const least = format === "truth" || format === "choice" ? 1 : MISTAKES_MIN
        found.expect(mistakes.length >= least, () => `too few: ${shown(spec, mistakes)}`)
        for (const mistake of mistakes) await found.refuses(posed, mistake, "a mistake")
      }
    },
  },
  {
    name: "accepts the right answer as people and models write it",
    async check(ground, found) {
      for (const posed of await ground.problems(ground.share(0.05, 10))) {
        for (const spelling of spellings(posed)) await found.accepts(posed, spelling)
      }
    },
  },
  {
    name: "judges the same with every unknown renamed, in the key and in the answer",
    async check(ground, found) {
      for (const posed of await ground.problems(ground.share(0.05, 10))) {
        const { spec, right } = posed
        const key = renamedText(right)
        if (key === null) continue
        const verdict = await ground.subject.judge(spec, key, key)
        // A judge that reads its own names only has decided nothing.
        found.expect(verdict.outcome !== "incorrect", () => `${shown(spec, key, verdict)}`)
        for (const mistake of (await ground.mistakes(posed)).slice(0, 3)) {
          const wrong = renamedText(mistake)
          if (wrong !== null) await found.refuses({ ...posed, key, right: key }, wrong, "renamed")
        }
      }
    },
  },
  {
    name: "accepts no answer with another value, whatever edit made it",
    async check(ground, found) {
      const random = randomStream(ground.settings.seed, "edits", ground.skill.name)
      for (const posed of await ground.problems(ground.share(0.25, 40))) {
        const slips = Array.from({ length: EDITS }, () => editOf(posed.right, random))
        const cut = [posed.right.slice(0, -1), posed.right.slice(1)]
        for (const edited of [...slips, ...cut, inOtherCase(posed.right) ?? ""]) {
          if (await isWorthTheSame(ground, posed, edited)) continue
          await found.refuses(posed, edited, "an edit")
        }
      }
    },
  },
  {
    name: "pays for no known attack",
    async check(ground, found) {
      for (const posed of await ground.problems(ground.settings.heavy ? 30 : 6)) {
        const [other = "0"] = await ground.mistakes(posed)
        const { format } = await ground.subject.state(posed.spec, 0)
        for (const attack of [...generalAttacks(format), ...ground.settings.attacks]) {
          const { trick, answer, skills } = attack
          if (skills !== undefined && !skills.includes(ground.skill.name)) continue
          const text = answer.replaceAll("{key}", posed.right).replaceAll("{other}", other)
          await found.refuses(posed, text, trick)
        }
      }
    },
  },
  {
    name: "answers hostile text within limits, never with correct, and echoes none of it",
    async check(ground, found) {
      const posed = await problemOfNoHostileWorth(ground)
      if (posed === undefined) return
      const { spec, key } = posed
      for (const [trick, text] of HOSTILE_ANSWERS) {
        if (!ground.settings.heavy && text.length >= HEAVY_CHARS_MIN) continue
        const start = ground.settings.stopwatch()
        const verdict = await ground.subject.judge(spec, key, text)
        const took = ground.settings.stopwatch() - start
        found.expect(isSound(verdict), () => `${trick}: ${shown(verdict)}`)
        found.expect(took < HOSTILE_MS_MAX, () => `${trick} takes ${Math.round(took)} ms`)
        found.expect(verdict.outcome !== "correct", () => `${trick} is judged correct`)
        found.expect(!shown(verdict).includes("<script"), () => `${trick} is echoed`)
      }
      const [again, once] = [posed, posed].map((same) =>
        ground.subject.judge(spec, key, same.right),
      )
      found.expect(shown(await again) === shown(await once), () => "it remembers what it read")
      await found.accepts(posed, posed.right)
      await found.refuses(posed, "no answer at all", "after hostile text")
    },
  },
  {
    name: "returns a verdict of the record's shape for any text at all",
    async check(ground, found) {
      const random = randomStream(ground.settings.seed, "any text", ground.skill.name)
      const [{ spec, key }] = (await ground.problems(1)) as [Posed]
      for (let i = 0; i < ground.share(0.25, 50); i++) {
        const text = anyText(random)
        const verdict = await ground.subject.judge(spec, key, text)
        found.expect(isSound(verdict), () => shown(text, verdict))
      }
    },
  },
]

/** Of the record's shape, and no crash that something caught and called undecided. */
function isSound(verdict: Verdict): boolean {
  const read = Verdict.safeParse(verdict)
  return read.success && (read.data.outcome === "correct" || read.data.reason !== "crash")
}

function renamedText(text: string): string | null {
  const tree = treeOf(text)
  const other = tree === null ? null : renamed(tree)
  return other === null ? null : printPlain(other)
}

/** Cuts up to two characters out, puts up to one in: the slips of a finger. */
function editOf(right: string, random: Random): string {
  const at = random.int(Math.min(right.length, 24) + 1)
  const inserted = INSERTED[random.int(INSERTED.length)]!
  return right.slice(0, at) + inserted + right.slice(at + random.int(3))
}

/** Whether an edited answer may be right after all, told by another method than the judge. */
async function isWorthTheSame(ground: Ground, posed: Posed, edited: string): Promise<boolean> {
  const { spec, key, right } = posed
  const value = isExactNumber(key) ? plainValue(edited) : null
  if (value !== null) return value === plainValue(right)
  if (withoutPunctuation(edited) === withoutPunctuation(right)) return true
  // Names that the task calls dummies may change, which only the verifier's own recheck knows.
  const same = edited === inOtherCase(right) ? null : worthTheSame(edited, right)
  // A bracket that hangs on at the end may be taken off by whoever looks for the answer.
  if (same === false && /[()[\]{}]$/.test(edited) && treeOf(edited) === null) {
    return isWorthTheSame(ground, posed, edited.slice(0, -1))
  }
  // Floats tell numbers apart for good. That C + 1 is as free as C, only the recheck knows.
  if (same === true || (same === false && !holdsNames(right))) return same
  return (await ground.subject.recheck(spec, edited)).outcome === "correct"
}

function holdsNames(text: string): boolean {
  const tree = treeOf(text)
  return tree !== null && namesIn(tree).size > 0
}

/** Brackets, spaces, a leading = or +, zeros before a number and a 1 before a name: no value. */
function withoutPunctuation(text: string): string {
  const bare = text.replace(/[\s$.,\\{}()[\]]/g, "").replace(/^[=+]+/, "")
  return bare.replace(/(?<!\d)0+(?=\d)/g, "").replace(/(?<![\d^])1(?=[A-Za-z])/g, "")
}

/** A problem whose answer none of the hostile texts could be meant to be. */
async function problemOfNoHostileWorth(ground: Ground): Promise<Posed | undefined> {
  for (const posed of await ground.problems(20)) {
    let free = true
    for (const worth of HOSTILE_WORTH) {
      const verdict = await ground.subject.judge(posed.spec, posed.key, worth)
      free &&= verdict.outcome !== "correct"
    }
    if (free) return posed
  }
  return undefined
}

function anyText(random: Random): string {
  return Array.from({ length: random.int(60) }, () => anyCharacter(random)).join("")
}

function anyCharacter(random: Random): string {
  const kind = random.int(4)
  if (kind === 0) return String.fromCharCode(random.int(0x80))
  if (kind === 1) return String.fromCharCode(random.int(0x1_0000)) // lone surrogates, too
  if (kind === 2) return String.fromCodePoint(0x1_0000 + random.int(0x10_0000))
  return "0123456789+-*/^(){}[]=<>\\$,. x"[random.int(30)]!
}
