import { statSync } from "node:fs"
import { resolve } from "node:path"
import { skillNamed } from "../../verifiers/index.ts"
import { writeAtomic } from "../disk.ts"
import { RunFailure } from "../run/failure.ts"
import type { Verifier } from "../verifier.ts"
import { asciiJson } from "../view/inert.ts"
import { defineCommand, JSON_OPTION, oneOf, SEED_MAX, wholeNumber } from "./command.ts"
import { EXIT, UsageError } from "./exit.ts"
import { openPlugins, PLUGIN_OPTION, verifiersOf } from "./plugins.ts"
import { drawSet, EVERY_SKILL, unknownSkill } from "./problem-set.ts"
import { type SheetAbout, sheetHtml, sheetJson, sheetMarkdown } from "./sheet.ts"
import { sheetLatex } from "./sheet-latex.ts"
import { clean, nearPath, note, print, printJson, style } from "./terminal.ts"

const COUNT_MAX = 1_000
const SKILLS_MAX = 99 // words that are met with how a skill is named
const FORMATS = ["md", "html", "latex", "json"] as const
const ALIASES: Readonly<Record<string, string>> = { markdown: "md", tex: "latex" }

/** `agon problems`: a sheet of problems whose keys are proved. No run is needed. */
export const problems = defineCommand({
  usage: "agon problems --skill <skill> [--count n] [--level a-b] [--format html] [--key]",
  about: [
    "Makes a set of distinct problems, easy ones first. Every answer is derived from the problem",
    "itself and confirmed by a second method. The same command makes the same set; another",
    "--seed makes another. The HTML page prints well, its answers on a sheet of their own.",
  ],
  options: {
    skill: { type: "string", multiple: true, value: "skill", about: "what to practise" },
    count: { type: "string", value: "n", about: "how many problems (default 20)" },
    level: { type: "string", value: "a-b", about: "levels, 3 or 2-4 (default: all)" },
    format: { type: "string", value: FORMATS.join("|"), about: "default md" },
    key: { type: "boolean", about: "with the answers" },
    seed: { type: "string", value: "n", about: "another set (default 1)" },
    title: { type: "string", value: "text", about: "what stands at the top" },
    out: { type: "string", value: "file", about: "write to a file" },
    plugin: PLUGIN_OPTION,
    list: { type: "boolean", about: "show every skill and its levels, or those of --skill" },
    json: JSON_OPTION,
  },
  examples: [
    ["agon problems --list", "which skills there are"],
    ["agon problems --skill linear-equation --level 2-4 --key", "20 equations, answers below"],
    [
      "agon problems --skill fraction-addition --format html --key --out sheet.html",
      "a sheet to print",
    ],
    ["agon problems --skill integer-addition --seed 2", "the same kind, other numbers"],
    ["agon problems --plugin rectangle --skill rectangle-perimeter", "of somebody else's verifier"],
  ],
  words: { min: 0, max: SKILLS_MAX },
  async run(values, words) {
    if (words.length > 0) {
      const skill = values.skill === undefined ? `--skill ${words.join(",")}` : "--skill <skill>"
      throw new UsageError(`${words[0]} is no option`, `agon problems ${skill}`)
    }
    const plugins = values.plugin ?? []
    const verifiers = verifiersOf({ plugins: await openPlugins(plugins) })
    if (values.list) {
      const only = values.skill === undefined ? undefined : skillsFrom(values.skill)
      for (const name of only ?? []) {
        if (skillNamed(name, verifiers) === undefined) throw unknownSkill(name, verifiers)
      }
      if (values.json) printJson(skillsJson(verifiers, only))
      else for (const line of skillLines(verifiers, only)) print(line)
      return EXIT.done
    }
    const format = values.json ? "json" : (formatFrom(values.format) ?? "md")
    const request = {
      verifiers,
      skills: skillsFrom(values.skill),
      count: wholeNumber("count", values.count, { min: 1, max: COUNT_MAX }) ?? 20,
      levels: levelsFrom(values.level),
      seed: wholeNumber("seed", values.seed, { min: 0, max: SEED_MAX }) ?? 1,
    }
    const withKey = values.key === true
    const titles = request.skills.map((name) => skillNamed(name, verifiers)?.skill.title ?? name)
    const found = drawSet(request)
    const about: SheetAbout = {
      title: clean(values.title ?? titles.join(", ")),
      command: commandFor(request, { level: values.level, plugins, withKey, format }),
      withKey,
    }
    const text = {
      md: () => sheetMarkdown(found, about),
      html: () => sheetHtml(found, about),
      latex: () => sheetLatex(found, about),
      json: () => `${asciiJson(sheetJson(found, about))}\n`,
    }[format]()
    deliver(text, values.out)
    return EXIT.done
  },
})

/** To a file, whole or not at all; or to stdout. */
export function deliver(text: string, out: string | undefined): void {
  if (out === undefined) {
    process.stdout.write(text)
    return
  }
  if (statSync(resolve(out), { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`${out} is a folder`, "--out names a file")
  }
  try {
    writeAtomic(resolve(out), text)
  } catch (error) {
    throw new RunFailure(
      "store",
      "disk",
      `${out} could not be written: ${(error as Error).message}`,
    )
  }
  note(`written: ${nearPath(resolve(out))}`)
}

function formatFrom(typed: string | undefined) {
  return oneOf("format", typed === undefined ? undefined : (ALIASES[typed] ?? typed), FORMATS)
}

function skillsFrom(typed: readonly string[] | undefined): string[] {
  const names = (typed ?? []).flatMap((names) => names.split(",")).filter((name) => name !== "")
  if (names.length > 0) return [...new Set(names)]
  throw new UsageError(
    "--skill is missing: what is to be practised?",
    `--skill linear-equation, say; ${EVERY_SKILL}`,
  )
}

function levelsFrom(typed: string | undefined): { low: number; high: number } | undefined {
  if (typed === undefined) return undefined
  const match = /^(\d{1,3})(?:-(\d{1,3}))?$/.exec(typed)
  if (match === null) throw new UsageError(`--level is a level or a range, 3 or 2-4, not ${typed}`)
  const [low, high] = [Number(match[1]), Number(match[2] ?? match[1])]
  if (low <= high) return { low, high }
  throw new UsageError(`--level ${typed} runs backwards`, `--level ${high}-${low}`)
}

interface Typed {
  readonly level: string | undefined
  readonly plugins: readonly string[]
  readonly withKey: boolean
  readonly format: string
}

function commandFor(
  { skills, count, seed }: { skills: readonly string[]; count: number; seed: number },
  { level: range, plugins, withKey, format }: Typed,
): string {
  const levels = range === undefined ? "" : ` --level ${range}`
  const key = withKey ? " --key" : ""
  const own = plugins.map((folder) => ` --plugin ${clean(folder)}`).join("")
  const chosen = `--skill ${skills.join(",")} --count ${count}${levels}${own}`
  return `npx agon problems ${chosen} --seed ${seed} --format ${format}${key}`
}

/** What `--list` shows: every skill, or those that are named. */
function isListed(name: string, only: readonly string[] | undefined): boolean {
  return only === undefined || only.includes(name)
}

function skillsJson(verifiers: readonly Verifier[], only: readonly string[] | undefined) {
  return verifiers.flatMap((verifier) =>
    verifier.skills
      .filter(({ name }) => isListed(name, only))
      .map(({ name, title, axes, levels, beyond }) => ({
        skill: name,
        title,
        verifier: `${verifier.name} ${verifier.version}`,
        levels,
        beyond,
        axes,
      })),
  )
}

function skillLines(verifiers: readonly Verifier[], only: readonly string[] | undefined): string[] {
  return verifiers.flatMap(({ skills }) =>
    skills
      .filter(({ name }) => isListed(name, only))
      .flatMap((skill) => [
        `${style("bold", skill.name)}  ${skill.title}`,
        ...skill.levels.map(
          (_, at) => `  level ${at + 1}  ${exampleOf(verifiers, skill.name, at + 1)}`,
        ),
        ...skill.axes.map(({ name, meaning, values }) =>
          style("dim", `  ${name}: ${meaning}, ${values.join(" ")}`),
        ),
        "",
      ]),
  )
}

function exampleOf(verifiers: readonly Verifier[], skill: string, level: number): string {
  const request = {
    verifiers,
    skills: [skill],
    count: 1,
    levels: { low: level, high: level },
    seed: 1,
  }
  return clean(drawSet(request)[0]!.problem.statement.text)
}
