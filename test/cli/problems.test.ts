import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { mathml } from "../../src/cli/mathml.ts"
import { nearest } from "../../src/cli/nearest.ts"
import { drawSet } from "../../src/cli/problem-set.ts"
import { escapeHtml } from "../../src/cli/sheet.ts"
import { sheetLatex } from "../../src/cli/sheet-latex.ts"
import { partsOf } from "../../src/cli/sheet-parts.ts"
import { skillNamed, VERIFIERS } from "../../verifiers/index.ts"
import { bench } from "./agon.ts"

const { agon, folder } = bench()

interface Sheet {
  problems: { skill: string; level: number; statement: string; answer: string; spec: object }[]
}

describe("agon problems", () => {
  it("makes distinct problems whose keys their verifier derives and accepts", async () => {
    const args = ["--skill", "linear-equation", "--level", "2-4", "--count", "20", "--key"]
    const { code, out } = await agon("problems", ...args, "--format", "json")
    expect(code).toBe(0)
    const { problems } = JSON.parse(out) as Sheet
    expect(problems).toHaveLength(20)
    expect(new Set(problems.map(({ statement }) => statement)).size).toBe(20)
    for (const { skill, level, spec, answer } of problems) {
      const { verifier } = skillNamed(skill)!
      expect(level).toBeGreaterThanOrEqual(2)
      expect(verifier.derive(spec as never)).toMatchObject({ ok: true, key: answer })
      expect(verifier.judge(spec as never, answer as never, answer).outcome).toBe("correct")
    }
  })

  it("makes the same sheet for the same seed and another for another", async () => {
    const sheet = async (seed: string) =>
      (await agon("problems", "--skill", "fraction-addition", "--count", "6", "--seed", seed)).out
    const [first, again, other] = await Promise.all([sheet("1"), sheet("1"), sheet("2")])
    expect(again).toBe(first)
    expect(other!.split("\n")[2]).not.toBe(first!.split("\n")[2])
  })

  it("gives answers away only when asked", async () => {
    const args = ["problems", "--skill", "integer-addition", "--count", "3"]
    for (const format of ["md", "markdown", "html", "latex", "json"]) {
      expect((await agon(...args, "--format", format)).out).not.toMatch(/Answers|"answer":|"key":/)
    }
  })

  it("writes a page that needs nothing else and prints its key on a sheet of its own", async () => {
    const args = [
      "--skill",
      "fraction-addition",
      "--format",
      "html",
      "--key",
      "--out",
      "sheet.html",
    ]
    const title = "<script>alert(1)</script>"
    expect((await agon("problems", ...args, "--title", title)).code).toBe(0)
    const page = readFileSync(join(folder, "sheet.html"), "utf8")
    expect(page).toContain("break-before: page")
    expect(page).toMatch(/<main>\s*<h1>.*<h2>Answers<\/h2>.*<\/main>/s)
    expect(page.match(/<\/math>[.,?]/g)!.length).toBe(page.match(/class="whole"/g)!.length)
    expect(page).toContain("<mfrac>")
    expect(page).not.toMatch(/<script|https?:/)
  })

  it("lists skills with an example of each level", async () => {
    const { out } = await agon("problems", "--list")
    expect(out).toMatch(/linear-equation {2}Linear equations/)
    expect(out).toMatch(/level 3 {2}\S/)
    const some = await agon("problems", "--list", "--skill", "limit")
    expect(some.out).toMatch(/^limit {2}/)
    expect(some.out).not.toContain("linear-equation")
    expect((await agon("problems", "--list", "--skill", "limt")).err).toContain("mean limit?")
  })

  it("says which skills and levels there are", async () => {
    const skill = await agon("problems", "--skill", "linear-equatoin")
    expect(skill.code).toBe(2)
    expect(skill.err).toContain("Did you mean linear-equation?")
    const unlike = await agon("problems", "--skill", "equations")
    expect(unlike.err).toMatch(/nearest: (?:[a-z]+-equation(?:, |\n)){3}/)
    expect(unlike.err).toContain("agon verifier list` names every skill")
    for (const { err } of [skill, unlike]) expect(err.length).toBeLessThan(300)
    const domain = await agon("problems", "--skill", "logic")
    expect(domain.err).toContain("logic is a verifier, and no skill of one")
    expect(domain.err).toContain("knights-and-knaves")
    const back = await agon("problems", "--skill", "linear-equation", "--level", "4-2")
    expect(back.err).toContain("--level 4-2 runs backwards\n→ --level 2-4")
    const place = await agon("problems", "--skill", "limit", "--count", "1", "--out", ".")
    expect(place).toMatchObject({ code: 2, err: ". is a folder\n→ --out names a file\n" })
    const bare = await agon("problems", "linear-equation")
    expect(bare).toMatchObject({ code: 2, out: "" })
    expect(bare.err).toContain("→ npx agon problems --skill linear-equation\n")
    const level = await agon("problems", "--skill", "linear-equation", "--level", "3-99")
    expect(level.code).toBe(2)
    expect(level.err).toMatch(/has levels 1 to \d, not 3-99/)
  })
})

describe("typesetting", () => {
  const drawn = VERIFIERS.flatMap(({ skills }) =>
    skills.flatMap(({ name }) =>
      drawSet({ skills: [name], count: 12, levels: undefined, seed: 3 }),
    ),
  )

  it("knows every formula in every skill's statements and keys", () => {
    expect(drawn.length).toBeGreaterThan(700)
    for (const { problem, latex } of drawn) {
      const formulas = problem.statement.latex.split("$").filter((_, at) => at % 2 === 1)
      for (const { kind, text } of partsOf(problem.statement)) {
        if (kind === "mathematics") formulas.push(text)
      }
      for (const formula of latex === undefined ? formulas : [...formulas, latex]) {
        expect(mathml(formula), formula).toBeDefined()
      }
    }
  })

  it("sets no words within a formula, and every unknown as one", () => {
    for (const { problem } of drawn) {
      for (const { kind, text } of partsOf(problem.statement)) {
        if (kind === "mathematics") expect(text).not.toMatch(/\\text|[,;]$/)
        else expect(text, problem.statement.latex).not.toMatch(/(?<![\w'’])[xyk](?![\w'’])/)
      }
    }
  })

  it("takes apart what a line may break in, and brackets with what they hold", () => {
    const told = (latex: string) =>
      partsOf({ text: "", latex, format: "text" })
        .map(({ kind, text }) => (kind === "words" ? text : `<${text}>`))
        .join("")
    expect(told("of $736, 512 \\text{ and } 992$.")).toBe("of <736>, <512> and <992>.")
    expect(told("Let A = $1$. Find the inverse of A.")).toBe(
      "Let <A> = <1>. Find the inverse of <A>.",
    )
    expect(told("Let f(x) = $x$. Find f'(x).")).toBe("Let <f(x)> = <x>. Find <f'(x)>.")
    expect(told("A says: it is a 5 m rope, and Ben's.")).toBe(
      "A says: it is a 5 m rope, and Ben's.",
    )
    expect(told("meet $(5, 2) \\text{ or } (1, 1)$ once")).toBe("meet <(5, 2)> or <(1, 1)> once")
    expect(told("$p, \\neg p \\leftrightarrow q \\text{ and } q$ hold")).toBe(
      "<p>, <\\neg p \\leftrightarrow q> and <q> hold",
    )
  })

  it("writes a document that LaTeX reads: balanced, and no bare sign of its own", () => {
    const about = { title: "50 % of #1 & more", command: "agon problems --key", withKey: true }
    const text = sheetLatex(drawn, about)
    expect(text).toContain("\\section*{50 \\% of \\#1 \\& more}")
    const bare = text.replace(/\\[\\{}$&#%_]/g, "")
    expect(bare.split("$").length % 2).toBe(1)
    expect(bare.split("{").length).toBe(bare.split("}").length)
    const words = bare.split("$").filter((_, at) => at % 2 === 0)
    for (const part of words) expect(part.replace(/\\begin.*|\\end.*/g, "")).not.toMatch(/[#%&_^]/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what pdflatex knows
    expect(words.join("")).toMatch(/^[\x00-\x7f¢€£é]*$/)
  })

  it("gives as an answer's LaTeX only what its verifier judges correct", () => {
    const typeset = drawn.filter(({ latex }) => latex !== undefined)
    expect(typeset.length).toBeGreaterThan(200)
    for (const { problem, verifier, latex } of typeset) {
      const verdict = verifier.judge(problem.spec as never, problem.key as never, latex!)
      expect(verdict.outcome, latex).toBe("correct")
    }
  })

  it("writes powers, roots, matrices, brackets and words", () => {
    const holds = [
      ["x^{2}", "<msup><mi>x</mi><mrow><mn>2</mn></mrow></msup>"],
      ["a_n", "<msub><mi>a</mi><mrow><mi>n</mi></mrow></msub>"],
      ["\\sqrt[3]{x}", "<mroot><mrow><mi>x</mi></mrow><mn>3</mn></mroot>"],
      ["\\sum_{k=1}^{n} k", "<munderover><mo>∑</mo>"],
      ["\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}", "</mtr><mtr><mtd>"],
      ["\\left(\\frac{1}{2}\\right)^{k}", ")</mo></mrow><mrow><mi>k</mi></mrow></msup>"],
      ["x \\text{ or } y", "<mtext>\u00a0or\u00a0</mtext>"],
      ["\\text{a < b}", "<mtext>a &#60; b</mtext>"],
      ["\\{-6, 3\\}", '<mo form="prefix">\u2212</mo><mn>6</mn>'],
      ["(x-1)^2", ")</mo></mrow><mrow><mn>2</mn></mrow></msup>"],
      ["x^2 \\sin(x)", '<mo form="prefix" stretchy="false">(</mo>'],
      ["(0, \\frac{1}{2}]", '<mo form="postfix" stretchy="true">]</mo>'],
      ["x = 1,\\; -y = 2", '<mo form="prefix">\u2212</mo><mi>y</mi>'],
    ] as const
    for (const [latex, part] of holds) expect(mathml(latex), latex).toContain(part)
  })

  it("writes fractions and signs as MathML", () => {
    expect(mathml("-\\frac{3}{5}")).toBe(
      "<math><mrow><mo>\u2212</mo><mfrac><mrow><mn>3</mn></mrow><mrow><mn>5</mn></mrow></mfrac></mrow></math>",
    )
  })

  it("leaves alone what it does not understand", () => {
    for (const latex of [
      ...[
        "",
        "\\href{x}{y}",
        "\\frac{1}",
        "}",
        "\\constructor",
        "{".repeat(99),
        "x^2^3",
        "\\sqrt[3",
      ],
      ...["\\begin{pmatrix} 1", "\\begin{verbatim}1\\end{verbatim}", "1 & 2", "x^", "\\left<"],
    ]) {
      expect(mathml(latex)).toBeUndefined()
    }
  })

  it("escapes every character that HTML reads", () => {
    expect(escapeHtml(`<a b="c" d='e'>&`)).not.toMatch(/[<>"']/)
  })
})

describe("what was probably meant", () => {
  it("is found at one or two slips and never at more", () => {
    expect(nearest("resmue", ["resume", "run"])).toBe("resume")
    expect(nearest("zzzzzz", ["resume", "run"])).toBeUndefined()
  })
})
