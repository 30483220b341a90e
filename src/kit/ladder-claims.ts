import { covers, topOf } from "../../verifiers/kernel/axes.ts"
import { randomStream, shuffled } from "../rule/random.ts"
import { wilson } from "../rule/statistics.ts"
import type { Claim } from "./claim.ts"
import { combinations, shown } from "./ground.ts"

const DISTINCT_MIN = 500 // problems that a level must hold, unless its skill says how many it has
const DISTINCT_DRAWS_MAX = 60_000
const LIGHT = 0.1 // of the problems that a level must hold, where suites run in a row
const SETTINGS_MAX = 400 // axes with more combinations are tried at so many of them
const NEAR_MIN = 0.4 // of the problems of a level are not within reach of a lower one

/** What a verifier promises about its levels. */
export const LADDER_CLAIMS: readonly Claim[] = [
  {
    name: "has a ladder made of its axes' values, and settings beyond it that no level covers",
    async check({ skill }, found) {
      found.expect(skill.levels.length > 0, () => "no levels")
      for (const [i, level] of skill.levels.entries()) {
        const [named, known] = [Object.keys(level), skill.axes.map((axis) => axis.name)]
        found.expect(shown(named.sort()) === shown(known.sort()), () => `axes of ${shown(level)}`)
        for (const { name, values } of skill.axes) {
          found.expect(values.includes(level[name]!), () => `level ${i + 1}: ${name}`)
        }
        const lower = skill.levels.slice(0, i).some((other) => covers(other, level))
        found.expect(!lower, () => `level ${i + 1} lies within a lower one`)
      }
      found.expect(skill.beyond.length > 0, () => "nothing beyond the ladder")
      for (const setting of skill.beyond) {
        const covered = skill.levels.some((level) => covers(level, setting))
        found.expect(!covered, () => `not beyond: ${shown(setting)}`)
      }
    },
  },
  {
    name: "samples every combination of its axes' values, and never above it",
    async check({ skill, subject, settings }, found) {
      const all = combinations(skill.axes)
      const order = shuffled(all, randomStream(settings.seed, "combinations", skill.name))
      const times = settings.heavy ? 20 : 2
      for (const [n, rung] of order.slice(0, settings.heavy ? SETTINGS_MAX : 40).entries()) {
        for (let i = 0; i < times; i++) {
          const spec = await skill.sample(rung, found.ground.seed("rungs", n * times + i))
          found.expect(await subject.admits(spec), () => `refused: ${shown(spec, rung)}`)
          found.expect((await subject.derive(spec)).ok, () => `no key: ${shown(spec, rung)}`)
          const within = covers(rung, await skill.measure(spec))
          found.expect(within, () => `above its rung: ${shown(spec, rung)}`)
        }
      }
    },
  },
  {
    name: "samples mostly near the level, not only below it",
    async check(ground, found) {
      const { skill } = ground
      const draws = ground.settings.heavy ? 400 : 60
      for (const [i, level] of skill.levels.entries()) {
        let near = 0
        for (let n = 0; n < draws; n++) {
          const spec = await skill.sample(level, ground.seed("near", i * draws + n))
          const setting = await skill.measure(spec)
          if (!skill.levels.slice(0, i).some((lower) => covers(lower, setting))) near++
        }
        // A few draws can only tell that the share is too small for chance.
        const few = wilson({ correct: near, tried: draws }).high
        const share = ground.settings.heavy ? near / draws : few
        const tell = () => `level ${i + 1}: only ${near} of ${draws} are harder than lower levels`
        found.expect(share > NEAR_MIN, tell)
      }
    },
  },
  {
    name: "holds enough distinct problems on each level",
    async check(ground, found) {
      const { skill, subject, settings } = ground
      const wanted = Math.min(DISTINCT_MIN, skill.space ?? DISTINCT_MIN)
      const least = settings.heavy ? wanted : Math.ceil(wanted * LIGHT)
      for (const [i, level] of skill.levels.entries()) {
        const seen = new Set<string>()
        const draws = settings.heavy ? DISTINCT_DRAWS_MAX : least * 20
        for (let n = 0; n < draws && seen.size < least; n++) {
          const spec = await skill.sample(level, ground.seed("distinct", i * draws + n))
          seen.add((await subject.identify(spec)).canonical)
        }
        found.expect(seen.size >= least, () => `level ${i + 1}: ${seen.size} of ${least}`)
      }
    },
  },
  {
    name: "mutates a problem into another one that is valid and within its axes",
    async check(ground, found) {
      const { skill, subject } = ground
      const top = topOf(skill.axes)
      for (const [i, { spec }] of (await ground.problems(ground.share(0.15, 60))).entries()) {
        const next = await skill.mutate(spec, ground.seed("mutations", i))
        found.expect(next.skill === skill.name, () => `another skill: ${shown(next)}`)
        found.expect(await subject.admits(next), () => `refused: ${shown(next)}`)
        found.expect((await subject.derive(next)).ok, () => `no key: ${shown(next)}`)
        found.expect(covers(top, await skill.measure(next)), () => `out of bounds: ${shown(next)}`)
        const [was, is] = [await subject.identify(spec), await subject.identify(next)]
        found.expect(was.canonical !== is.canonical, () => `the same problem: ${shown(next)}`)
      }
    },
  },
]
