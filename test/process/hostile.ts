/** One hostile question. `equal` where the answer does say what the key says. */
export interface Hostile {
  readonly about: string
  readonly key: string
  readonly answer: string
  readonly equal: boolean
}

/** Different numbers that are too large, too close or too undefined for careless arithmetic. */
const UNEQUAL: readonly (readonly [about: string, key: string, answer: string])[] = [
  ["a tower against its neighbour", "9^9^9^9", "9^9^9^8"],
  ["a tower in braces", "10^{10^{10}}", "10^{10^{10}}+1"],
  ["a tall tower", "2^2^2^2^2^2^2^2^2", "2^2^2^2^2^2^2^2"],
  ["a huge power of two", "2^(10^12)", "2^(10^12)+1"],
  ["a factorial of a hundred million", "99999999!", "99999998!"],
  ["factorials of factorials", "(((10!)!)!)", "(((9!)!)!)"],
  ["repeated factorials", "3!!!!!!!!!!!!", "4"],
  ["a tiny against a tinier number", "\\frac{1}{2004!}", "\\frac{1}{2006!}"],
  ["powers of two below any double", "2^{-99999}", "2^{-99998}"],
  ["exponentials below any double", "e^{-800}", "e^{-801}"],
  ["beyond the safe integers", "9007199254740993", "9007199254740992"],
  ["a thirtieth digit", "1+10^{-30}", "1"],
  ["a googol and one", "10^{100}+1", "10^{100}"],
  ["zero over zero", "0/0", "0/0"],
  ["one over zero", "1/0", "1/0"],
  ["one over zero inside", "1/(1/0)", "0"],
  ["a hidden zero divisor", "\\frac{x-x}{x-x}", "1"],
  ["not a number", "NaN", "NaN"],
  ["infinity less itself", "\\infty-\\infty", "0"],
  ["a logarithm of zero", "\\log(0)-\\log(0)+1", "1"],
  ["a pole of the tangent", "\\tan(\\pi/2)-\\tan(\\pi/2)", "0"],
  ["zero to the zero", "0^0", "1"],
  ["a sum of a thousand million terms", "\\sum_{n=1}^{1000000000} \\frac1n", "21.3"],
  ["a product of a thousand million factors", "\\prod_{n=1}^{10^9} n", "0"],
  ["a huge binomial", "\\binom{1000000000}{500000000}", "1"],
  ["a huge binomial as a function", "choose(10^9, 5*10^8)", "2"],
  ["gcd of huge numbers", `gcd(${"12".repeat(4_000)}, ${"18".repeat(4_000)})`, "1"],
  ["modulus of a tower", "7^(7^(7^7)) mod 10", "4"],
  ["a square root of a huge number", `\\sqrt{${"9".repeat(5_000)}}`, "3"],
  ["an unknown to the millionth", "x^{1000000}", "x^{999999}"],
  ["a sum to the millionth", "(x+y+1)^{1000000}", "(x+y)^{1000000}"],
  ["an expansion of many terms", "(a+b+c+d+e+f)^{60}", "(a+b+c+d+e+g)^{60}"],
  ["a product of many sums", "(a+b)".repeat(60), "(a-b)".repeat(60)],
  ["nearly equal root sums", "\\sqrt{5}+\\sqrt{22+2\\sqrt{5}}", "\\sqrt{11+2\\sqrt{29}}"],
  ["roots in roots", nested("\\sqrt{2+", "3", "}", 60), nested("\\sqrt{2+", "3", "}", 61)],
  ["a fraction continued", nested("1+1/(", "1", ")", 60), nested("1+1/(", "1", ")", 59)],
  ["an integral to be done", "\\int_0^1 \\frac{x^{1000000}}{1+x} dx", "0"],
  ["negative zero", "-0", "1"],
  ["an infinite decimal", `0.${"3".repeat(100_000)}`, "\\frac{1}{4}"],
]

/** Answers that nobody means as one, judged against an ordinary key. */
const STRANGE: readonly (readonly [about: string, answer: string])[] = [
  ["ten million letters", "x".repeat(10_000_000)],
  ["ten million digits", "7".repeat(10_000_000)],
  ["a million digits", "123456789".repeat(111_111)],
  ["ten million spaces", " ".repeat(10_000_000)],
  ["ten million plus signs", `1${"+1".repeat(5_000_000)}`],
  ["many lines", "The answer is 7.\n".repeat(300_000)],
  ["many boxes", "\\boxed{7} and ".repeat(100_000)],
  ["many tags", "<answer>".repeat(100_000)],
  ["deep brackets", `${"(".repeat(100_000)}7${")".repeat(100_000)}`],
  ["deep braces", `${"{".repeat(100_000)}7${"}".repeat(100_000)}`],
  ["deep fractions", `${"\\frac{1}{".repeat(100_000)}7${"}".repeat(100_000)}`],
  ["deep boxes", `${"\\boxed{".repeat(100_000)}7${"}".repeat(100_000)}`],
  ["deep roots", `${"\\sqrt{".repeat(100_000)}7${"}".repeat(100_000)}`],
  ["deep left brackets", `${"\\left(".repeat(100_000)}7${"\\right)".repeat(100_000)}`],
  ["deep sets", `${"\\{".repeat(100_000)}7${"\\}".repeat(100_000)}`],
  ["deep absolute values", `${"|".repeat(100_000)}7${"|".repeat(100_000)}`],
  ["brackets that never close", "(".repeat(100_000)],
  ["boxes that never close", "\\boxed{".repeat(100_000)],
  ["fractions without parts", "\\frac".repeat(20_000)],
  ["powers of powers", "x^".repeat(100_000)],
  ["powers in powers", `${"x^{".repeat(50_000)}2${"}".repeat(50_000)}`],
  ["minus signs", `${"-".repeat(100_000)}7`],
  ["factorials", `3${"!".repeat(100_000)}`],
  ["a word for a greedy pattern", `${"a".repeat(50_000)}!`],
  ["dollar signs", "$".repeat(100_000)],
  ["commas", ",".repeat(100_000)],
  ["backslashes", "\\".repeat(100_000)],
  ["equals signs", "=".repeat(100_000)],
  ["a long chain", `7${"=7".repeat(50_000)}=8`],
  ["a long list", Array.from({ length: 50_000 }, (_, at) => at).join(",")],
  ["a long set", `\\{${Array.from({ length: 20_000 }, (_, at) => at).join(",")}\\}`],
  ["a huge matrix", matrix(300)],
  ["the determinant of a large one", `\\det${matrix(40)}`],
  ["ampersands", `${"\\begin{matrix}".repeat(5_000)}${"&".repeat(50_000)}`],
  ["plus or minus", `1${"\\pm 1".repeat(60)}`],
  ["piece upon piece", `\\begin{cases}${"1 & x>0 \\\\".repeat(20_000)}\\end{cases}`],
  ["bold upon bold", "**".repeat(100_000)],
  ["final answers", "final answer is ".repeat(50_000)],
  ["nots", `${"not ".repeat(50_000)}7`],
  ["null characters", "\u0000".repeat(1_000)],
  ["a null character in a number", "7\u00001"],
  ["half a surrogate pair", "\ud800"],
  ["half a pair in a number", "7\udc00"],
  ["zero-width spaces in a number", "7\u200b1"],
  ["right to left", "\u202e17"],
  ["terminal escapes", "\u001b[2J\u001b[31m8\u0007"],
  ["combining marks", `8${"\u0301".repeat(50_000)}`],
  ["full-width and other digits mixed", "７७7"],
  ["letters that look alike", "\u0445"],
  ["configuration", "config({relTol:1})"],
  ["a new unit", 'createUnit("foo")'],
  ["a definition", "f(x)=x;5"],
  ["an assignment and more", "a=5; a+2"],
  ["an import", "import({pi:3},{override:true})"],
  ["a way out", "5;process.exit()"],
  ["a call of a constructor", "cos.constructor('return 7')()"],
  ["python", "().__class__.__base__.__subclasses__()"],
  ["a loop", "while(true){}"],
  ["a template", `$${"{7}"}`],
  ["markup", "<script>alert(7)</script>"],
  ["a path", "../../../../etc/passwd"],
  ["a format", "%s%s%n%d"],
]

const PROTOTYPE_NAMES = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "isPrototypeOf",
  "__defineGetter__",
  "toJSON",
  "then",
]

/** Every hostile question, in a fixed order. */
export function hostileQuestions(): Hostile[] {
  const unequal = UNEQUAL.flatMap(([about, key, answer]) => [
    { about, key, answer, equal: false },
    { about: `${about}, the other way round`, key: answer, answer: key, equal: false },
  ])
  const strange = STRANGE.flatMap(([about, answer]) => [
    { about, key: "x+71", answer, equal: false },
    { about: `${about} as the key`, key: answer, answer: "x+71", equal: false },
  ])
  const names = PROTOTYPE_NAMES.flatMap((name) =>
    [name, `\\${name}`, `${name}(2)`, `5 ${name}`, `\\text{${name}}`, `\\mathrm{${name}}`].flatMap(
      (text) => [
        { about: `the name ${name}`, key: "2", answer: text, equal: false },
        { about: `the name ${name} as the key`, key: text, answer: "2", equal: false },
      ],
    ),
  )
  const sober = [
    { about: "an ordinary question in between", key: "x+71", answer: "71+x", equal: true },
  ]
  return [...unequal, ...sober, ...strange, ...sober, ...names, ...sober]
}

function nested(open: string, core: string, close: string, depth: number): string {
  return open.repeat(depth) + core + close.repeat(depth)
}

function matrix(size: number): string {
  const rows = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => (i * j) % 7).join(" & "),
  )
  return `\\begin{pmatrix}${rows.join(" \\\\ ")}\\end{pmatrix}`
}
