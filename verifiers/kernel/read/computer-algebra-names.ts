import type { FunctionName } from "../tree.ts"

/** Functions by the names that only programs give them, where a bracket touches the name. */
export const ALGEBRA_CALLS: ReadonlyMap<string, FunctionName> = new Map(
  rows(`Abs abs fabs abs · Exp exp · Sign sign · Floor floor · Ceiling ceil · ceiling ceil
Sin sin · Cos cos · Tan tan · Cot cot · Sec sec · Csc csc · ArcSin arcsin · ArcCos arccos
ArcTan arctan · ArcCot arccot · ArcSec arcsec · ArcCsc arccsc · Sinh sinh · Cosh cosh · Tanh tanh
Coth coth · Sech sech · Csch csch · ArcSinh arsinh · ArcCosh arcosh · ArcTanh artanh
ArcCoth arcoth · arcsinh arsinh · arccosh arcosh · arctanh artanh · Factorial factorial
factorial2 double-factorial · Factorial2 double-factorial · Binomial binomial
combinations binomial · gamma gamma · Gamma gamma · Mod mod · mod mod · fmod mod · Re re · re re
Im im · im im · Arg arg · arg arg · Conjugate conjugate · conjugate conjugate · Det determinant
Determinant determinant · Tr trace · Trace trace · Transpose transpose · transpose transpose
Erf erf · erf erf · EulerPhi totient · totient totient · Round round · Max max · Min min
GCD gcd · LCM lcm`) as [string, FunctionName][],
)

/** What Mathematica calls otherwise where square brackets follow. */
export const BRACKETED: ReadonlyMap<string, string> = new Map([
  ...rows(`Log NaturalLog · Log10 log10 · Log2 log2 · Sqrt sqrt · CubeRoot cbrt · D Derivative
Integrate Integrate · Max max · Min min`),
])

/** Names of numbers that carry a prefix: S.Half, S.Reals. */
export const SINGLETONS: ReadonlyMap<string, string> = new Map(
  rows(`Half (1/2) · One 1 · Zero 0 · NegativeOne (-1) · Pi pi · Exp1 ℯ · ImaginaryUnit ⅈ
Infinity oo · NegativeInfinity (-oo) · NaN nan · ComplexInfinity nan · EmptySet ∅ · Reals ℝ
Integers ℤ · Naturals ℕ · Rationals ℚ · Complexes ℂ · true True · false False`),
)

/** Sets by name, as a word of their own. */
export const ALGEBRA_SETS: ReadonlyMap<string, string> = new Map(
  rows("EmptySet ∅ · Reals ℝ · Integers ℤ · Naturals ℕ · Rationals ℚ · Complexes ℂ"),
)

/** Modules whose name may stand before a function or constant. */
export const MODULES = new Set([
  ...["math", "cmath", "np", "numpy", "sympy", "sp", "mpmath", "mp", "Math"],
])

/** `from to · …`: each name leads to its form; `abs` of two names is one entry each. */
function rows(text: string): [string, string][] {
  return text.split(/·|\n/).flatMap((entry) => {
    const names = entry.trim().split(/\s+/)
    return names.length === 2 ? [[names[0]!, names[1]!] as [string, string]] : pairs(names)
  })
}

function pairs(names: readonly string[]): [string, string][] {
  return Array.from({ length: names.length >> 1 }, (_, i) => [names[2 * i]!, names[2 * i + 1]!])
}
