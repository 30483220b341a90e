import type { FunctionName } from "../tree.ts"

/** Names under which plain text and LaTeX know the functions of the kernel. */
export const FUNCTION_WORDS: ReadonlyMap<string, FunctionName> = new Map(
  lines(`
sin sin sine · cos cos cosine · tan tan tg tangent · cot cot ctg cotan · sec sec · csc csc cosec
arcsin arcsin asin · arccos arccos acos · arctan arctan atan arctg · arccot arccot acot arcctg
arcsec arcsec asec · arccsc arccsc acsc · sinh sinh · cosh cosh · tanh tanh · coth coth
sech sech · csch csch · arsinh arsinh asinh arcsinh · arcosh arcosh acosh arccosh
artanh artanh atanh arctanh · arcoth arcoth acoth arccoth · arsech arsech asech arcsech
arcsch arcsch acsch arccsch · ln ln · log log lg · exp exp · abs abs · sign sign sgn signum
floor floor · ceil ceil ceiling · round round · fractional-part frac fracpart
gcd gcd GCD hcf HCF gcf GCF · lcm lcm LCM · min min Min · max max Max · factorial factorial
binomial binomial binom nCr comb choose · permutations nPr perm permutations
re Re · im Im · arg arg Arg · conjugate conj conjugate · determinant det · trace tr trace Tr
transpose transpose · totient totient eulerphi · erf erf`) as [string, FunctionName][],
)

/** Roots written as words: how many times the result multiplies to the argument. */
export const ROOT_WORDS: ReadonlyMap<string, number> = new Map([
  ["sqrt", 2],
  ["cbrt", 3],
  ["root", 0],
  ["nthRoot", 0],
])

const GREEK = [
  ...["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"],
  ...["lambda", "mu", "nu", "xi", "omicron", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi"],
  ...["omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Sigma", "Upsilon", "Phi", "Psi"],
  ...["Omega"],
]
export const GREEK_WORDS: ReadonlySet<string> = new Set(GREEK)

/** The Greek letters as characters: α is alpha. π, ∞ and the like are constants, not here. */
export const GREEK_LETTERS: ReadonlyMap<string, string> = new Map([
  ...[..."αβγδεζηθικλμνξορστυφχψωΓΔΘΛΞΣΥΦΨΩ"].map((letter, i) => [letter, GREEK[i]!] as const),
  ...([
    ["ϵ", "epsilon"],
    ["ϑ", "theta"],
    ["ϕ", "phi"],
    ["ς", "sigma"],
    ["µ", "mu"],
  ] as const),
])

export const CONSTANT_WORDS: ReadonlyMap<string, "pi" | "e" | "i" | "infinity" | "undefined"> =
  new Map([
    ...["pi", "Pi", "PI", "π", "ϖ"].map((word) => [word, "pi"] as const),
    ...["e", "ℯ", "ⅇ"].map((word) => [word, "e"] as const),
    ...["i", "ⅈ"].map((word) => [word, "i"] as const),
    ...["infinity", "Infinity", "inf", "infty", "oo", "∞"].map((w) => [w, "infinity"] as const),
    ...["undefined", "NaN", "nan", "DNE"].map((word) => [word, "undefined"] as const),
  ])

/** English that the grammar knows, with the one form under which it does. */
export const GRAMMAR_WORDS: ReadonlyMap<string, string> = new Map(
  lines(`
and and And AND · or or Or OR · not not NOT · xor xor XOR · iff iff · implies implies
if if when If · otherwise otherwise else Otherwise · for for · where where with provided · mod mod
in in · is is · union union · intersect intersect · per per · percent percent pct
plus plus · minus minus · negative negative · times times · over over · squared squared · cubed cubed
true true True TRUE · false false False FALSE · to to · by by · integer integer · choose choose · that that · an an · any any
all all · hundred hundred · thousand thousand · million million · billion billion
trillion trillion · square square sq · cubic cubic cu · integers integers · of of`),
)

/** Numbers as words. */
export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map([
  ...[
    ..."zero one two three four five six seven eight nine ten eleven twelve thirteen".split(" "),
    ..."fourteen fifteen sixteen seventeen eighteen nineteen".split(" "),
  ].map((word, value) => [word, value] as const),
  ..."twenty thirty forty fifty sixty seventy eighty ninety"
    .split(" ")
    .map((word, tens) => [word, 10 * (tens + 2)] as const),
])

/** `form name name · …`: every name leads to its form. */
function lines(text: string): [string, string][] {
  return text
    .split(/·|\n/)
    .map((entry) => entry.trim().split(/\s+/))
    .filter(([form, ...names]) => form !== undefined && form !== "" && names.length > 0)
    .flatMap(([form, ...names]) => chunk(form!, names))
}

function chunk(form: string, names: readonly string[]): [string, string][] {
  return names.map((name) => [name, form])
}
