import { describe, expect, it } from "vitest"
import { Fuel } from "../../../verifiers/kernel/fuel.ts"
import { judge } from "../../../verifiers/kernel/judge/judge.ts"
import { readMath } from "../../../verifiers/kernel/read/read.ts"

/** Keys as textbooks print them, and the same as computer algebra or a program writes it. */
const READ = [
  ["3", "log2(8)"],
  ["\\sin x", "Sin[x]"],
  ["\\sin^2 x", "Sin[x]^2"],
  ["2x\\sin x", "2 x Sin[x]"],
  ["\\arctan x", "ArcTan[x]"],
  ["\\int_0^1 x^2 dx", "Integrate[x^2,{x,0,1}]"],
  ["\\int_0^1 x^2 dx", "integrate(x^2, x, 0, 1)"],
  ["\\int x\\,dx", "Integrate[x, x]"],
  ["\\sum_{i=1}^{n} i", "Sum(i, (i, 1, n))"],
  ["\\sum_{k=1}^{100} k", "Sum(k,(k,1,100))"],
  ["\\sum_{k=1}^{n} k^2", "Sum[k^2,{k,1,n}]"],
  ["\\sum_{k=1}^{n} k", "sum(k, k, 1, n)"],
  ["\\sum_{k=1}^{n} k", "summation(k, (k, 1, n))"],
  ["\\lim_{x\\to 0^+} \\frac1x", "limit(1/x, x, 0, '+')"],
  ["\\lim_{x\\to 0^+} \\frac1x", "Limit(1/x, x, 0, dir='+')"],
  ["\\lim_{x\\to 0} f(x)", "Limit[f(x), x -> 0]"],
  ["\\frac{d^2}{dx^2} f(x)", "Derivative(f(x), (x, 2))"],
  ["\\frac{d^2}{dx^2} f(x)", "diff(f(x), x, 2)"],
  ["\\frac{d}{dx} \\sin x", "D[Sin[x], x]"],
  ["x\\ge 1", "Ge(x, 1)"],
  ["\\frac12", "S(1)/2"],
  ["\\frac12", "Rational(1,2)"],
  ["\\frac12", "Fraction(1, 2)"],
  ["-\\frac12", "Rational(-1, 2)"],
  ["5", "Integer(5)"],
  ["0.5", "Float('0.5')"],
  ["0.5", "Decimal('0.5')"],
  ["\\{1,2\\}", "FiniteSet(1, 2)"],
  ["\\{200, 300, 1\\}", "FiniteSet(1,200,300)"],
  ["[0,1)", "Interval.Ropen(0, 1)"],
  ["(0,1]", "Interval.Lopen(0, 1)"],
  ["(-\\infty,3]", "Interval(-oo, 3)"],
  ["(0,1)\\cup(2,3)", "Union(Interval.open(0, 1), Interval.open(2, 3))"],
  ["[1,2]", "Intersection(Interval(0, 2), Interval(1, 3))"],
  ["\\mathbb{R}\\setminus\\{0\\}", "Complement(Reals, FiniteSet(0))"],
  ["\\mathbb{R}\\setminus\\{0\\}", "Complement(S.Reals, {0})"],
  ["\\emptyset", "EmptySet()"],
  ["\\emptyset", "S.EmptySet"],
  ["\\mathbb{Z}", "Integers"],
  ["\\mathbb{Z}", "S.Integers"],
  ["\\begin{pmatrix}1\\\\2\\end{pmatrix}", "Matrix([1, 2])"],
  ["\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", "Matrix(2, 2, [1, 2, 3, 4])"],
  ["\\begin{pmatrix}1&200\\\\3&400\\end{pmatrix}", "Matrix([[1,200],[3,400]])"],
  ["\\begin{pmatrix}1&3\\\\2&4\\end{pmatrix}", "Matrix([[1, 2], [3, 4]]).T"],
  ["A^{\\top}", "A.T"],
  ["-2", "det(Matrix([[1, 2], [3, 4]]))"],
  ["-2", "Det[{{1,2},{3,4}}]"],
  ["(1,2)", "Point(1, 2)"],
  ["(1,2)", "Tuple(1, 2)"],
  ["(1,2,3)", "Point3D(1, 2, 3)"],
  ["p\\land q", "And(p, q)"],
  ["p\\land \\lnot q", "p & ~q"],
  ["p\\land \\lnot q", "p && !q"],
  ["p\\lor q", "p || q"],
  ["p\\lor q", "Or(p, q)"],
  ["p\\to q", "p >> q"],
  ["\\lnot p", "~p"],
  ["\\lnot p", "!p"],
  ["\\lnot p", "Not(p)"],
  ["p\\leftrightarrow q", "Equivalent(p, q)"],
  ["p\\oplus q", "Xor(p, q)"],
  ["0<x<1", "And(x > 0, x < 1)"],
  ["0<x<1", "(0 < x) & (x < 1)"],
  ["0<x<1", "x > 0 && x < 1"],
  ["x<-1 \\text{ or } x>1", "(x < -1) | (x > 1)"],
  ["x<-1 \\text{ or } x>1", "x < -1 || x > 1"],
  ["x<-1 \\text{ or } x>1", "((-oo < x) & (x < -1)) | ((1 < x) & (x < oo))"],
  ["x<-1 \\text{ or } x>1", "Or(And(-oo < x, x < -1), And(1 < x, x < oo))"],
  ["x<1", "(-oo < x) & (x < 1)"],
  ["x=1\\text{ or }x=2", "x == 1 || x == 2"],
  ["\\begin{cases} -x & x<0\\\\ x & x\\ge 0\\end{cases}", "Piecewise((-x, x < 0), (x, True))"],
  ["\\begin{cases} -x & x<0\\\\ x & x\\ge 0\\end{cases}", "Piecewise[{{-x, x < 0}, {x, x >= 0}}]"],
  ["|x|", "Piecewise((-x, x < 0), (x, True))"],
  ["\\begin{cases} x & y>0\\\\ y & y\\le 0\\end{cases}", "Piecewise((x, y > 0), (y, y <= 0))"],
  ["A, B", "A & B"],
  ["x=1,y=2", "{x: 1, y: 2}"],
  ["x=1\\text{ or }x=2", "{{x -> 1}, {x -> 2}}"],
  ["-\\infty", "-oo"],
  ["\\pi", "Pi"],
  ["\\pi", "np.pi"],
  ["\\pi", "Math.PI"],
  ["2\\pi", "2*math.pi"],
  ["3", "7 // 2"],
  ["1", "7 % 2"],
  ["a\\bmod b", "Mod[a,b]"],
  ["1000", "1_000"],
  ["1000000", "1_000_000"],
  ["\\text{True}", "true"],
  ["\\sqrt{2}", "Sqrt[2]"],
  ["\\sqrt{2}", "Sqrt(2)"],
  ["\\frac{\\sqrt2}{2}", "sqrt(2)/2"],
  ["\\sqrt[3]{2}", "Surd[2,3]"],
  ["\\sqrt[3]{2}", "CubeRoot[2]"],
  ["x^{1/3}", "x**(1/3)"],
  ["x^3", "cube(x)"],
  ["x^2y", "square(x)*y"],
  ["|x|", "Abs[x]"],
  ["5", "hypot(3,4)"],
  ["\\gcd(12,180)", "GCD(12,180)"],
  ["12", "gcd(12,180)"],
  ["12", "Max(3, 12)"],
  ["\\lfloor x\\rfloor", "Floor[x]"],
  ["\\operatorname{Re}(z)", "re(z)"],
  ["\\operatorname{Im}(z)", "im(z)"],
  ["\\arg z", "arg(z)"],
  ["\\bar z", "conjugate(z)"],
  ["10", "binomial(5, 2)"],
  ["10", "nCr(5, 2)"],
  ["20", "nPr(5,2)"],
  ["10", "Binomial[5,2]"],
  ["120", "factorial(5)"],
  ["120", "Factorial[5]"],
  ["15", "factorial2(5)"],
  ["\\Gamma(x)", "gamma(x)"],
  ["\\Gamma(x)", "Gamma[x]"],
  ["\\{2\\pi n : n\\in\\mathbb{Z}\\}", "ImageSet(Lambda(_n, 2*_n*pi), Integers)"],
  ["2\\pi n, n\\in\\mathbb{Z}", "ImageSet(Lambda(n, 2*n*pi), S.Integers)"],
  ["x^2+1", "Add(Pow(Symbol('x'), Integer(2)), Integer(1))"],
  ["2\\pi", "2*%pi"],
  ["e^{x}", "%e^x"],
  ["i", "%i"],
  ["C_1e^{2x}", "C1*exp(2*x)"],
  ["x\\in\\{1,2\\}", "Contains(x, FiniteSet(1,2))"],
  ["log(x)", "\\log x"],
  ["(1,2)", "(1, 2)"],
  ["\\int_0^1\\int_0^2 xy\\,dy\\,dx", "Integral(x*y, (y, 0, 2), (x, 0, 1))"],
  ["\\sqrt{x^2+y^2}", "sqrt(x**2 + y**2)"],
  ["\\prod_{k=1}^n k", "Product[k, {k, 1, n}]"],
  ["\\frac{5}{6}", "5/6.0"],
  ["\\log_{10} x", "log10(x)"],
  ["3 \\times 10^{8}", "3e8"],
  ["x\\ne 1", "Unequal[x, 1]"],
  ["x \\mod 3", "mod(x, 3)"],
  ["n \\equiv 1", "Eq(n, 1)"],
  ["\\cosh x", "Cosh[x]"],
]

const LOGARITHMS = [
  ["\\frac{\\log 5}{\\log 2}", "log(5)/log(2)"],
  ["\\ln|x|+C", "log(Abs(x)) + C"],
  ["\\ln x", "log(x)"],
  ["\\log_{10} x", "log(x)"],
  ["2", "log(100)"],
  ["\\frac{\\ln 3}{2}", "log(3)/2"],
  ["x\\ln x - x", "x*log(x) - x"],
  ["\\log_2 8", "log(8, 2)"],
  ["3", "log(8,2)"],
  ["\\ln(x)", "Log[x]"],
  ["\\log_2 x", "Log[2, x]"],
  ["log(x)", "\\ln x"],
  ["log(x)", "log(x)"],
  ["log(x)", "ln(x)"],
  ["1/x + log(x)", "\\frac1x+\\ln x"],
  ["\\ln 2", "log(2)"],
  ["\\log x", "Log[10, x]"],
  ["-\\frac{\\log 2}{3}", "-log(2)/3"],
]

const CONSTANTS = [
  ["-sqrt(3)/2 + I/2", "-\\frac{\\sqrt3}{2}+\\frac{i}{2}"],
  ["1+i", "1 + I"],
  ["P=I^2R", "P = I^2*R"],
  ["e^x", "E^x"],
  ["e^{2x}", "E**(2*x)"],
  ["e^{i\\pi}", "E^(I Pi)"],
  ["e^{i\\pi}", "exp(I*pi)"],
  ["a+bi", "a+b*I"],
  ["2+3i", "2 + 3*I"],
  ["2+3i", "2+3j"],
  ["3+4i", "(3+4j)"],
  ["i", "I"],
  ["-i", "-I"],
  ["2i", "2*I"],
  ["2i", "2j"],
  ["E=mc^2", "E = m*c**2"],
  ["I=\\frac{V}{R}", "I = V/R"],
  ["I^2R", "I**2*R"],
  ["E", "E"],
  ["I", "I"],
  ["\\sqrt{2} i", "sqrt(2)*I"],
  ["-\\frac12+\\frac{\\sqrt3}{2}i", "-1/2 + sqrt(3)*I/2"],
  ["-1/2 + sqrt(3)*I/2", "-\\frac12+\\frac{\\sqrt3}{2}i"],
  ["exp(I*x)", "e^{ix}"],
  ["E**x", "e^x"],
  ["E**x", "E^x"],
]

const WRONG = [
  ["x=1", "{x : x = 1 / 2}"],
  ["x + I", "x + i"],
  ["Ee^x", "e*e^x"],
  ["\\ln x", "\\log x"],
  ["\\log x", "ln(x)"],
  ["\\log_{10} x", "ln x"],
  ["I", "i"],
  ["E", "e"],
  ["I^2R", "i^2R"],
  ["5", "x.__class__"],
  ["5", "__import__('os')"],
  ["5", "math.sqrt(25)"],
  ["x=5", "x == 5"],
  ["\\{1,2\\}", "FiniteSet(1, 3)"],
  ["[0,1]", "Interval.open(0, 1)"],
  ["[0,1]", "Interval(0, 1, True)"],
  ["\\sqrt{x}\\sqrt{x}", "x"],
  ["p\\land q", "p | q"],
  ["p\\land q", "p || q"],
  ["0<x<1", "(0 < x) | (x < 1)"],
  ["\\int_0^1 x^2 dx", "Integral(x**2, (x, 0, 2))"],
  ["\\sum_{k=1}^n k", "Sum(k, (k, 0, n, 2))"],
  ["5", "Float('5'); os.system('x')"],
  ["5", "lambda: 5"],
  ["3+4i", "3+4k"],
  ["3i+4j", "3+4j"],
  ["4j", "4i"],
  ["\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", "Matrix([[1, 3], [2, 4]])"],
  ["2", "log(e^2)"],
  ["e\\cdot A", "E*A"],
  ["1", "log(2.718281828)"],
  ["\\lim_{x\\to0^+} \\frac1x", "limit(1/x, x, 0, '-')"],
  ["5", "Integer('5')()"],
  ["5", "eval('5')"],
  ["5", "S('__import__')"],
  ["2", "log(7.389056)"],
  ["x \\mid y", "x / y"],
  ["5", "5 // 1 # x"],
  ["A^T", "A"],
  ["10", "binomial(5,3,1)"],
  ["\\ln x", "log10(x)"],
  ["\\ln x", "log(x, 10)"],
]

/** What is a program and no value, whatever it would give. */
const CODE = [
  ...["__import__('os')", "x.__class__", "lambda: 5", "math.sqrt(25)", "sympy.Integer(5)"],
  ...["np.sqrt(25)", "Math.max(5, 1)", "x == 5", "Integer('5')()", "5; os.system('ls')"],
  ...[
    "[i for i in range(5)]",
    "eval('5')",
    "Float('5').__class__",
    "S.__class__",
    "Abs(eval('5'))",
  ],
]

const MALFORMED = [
  ...["Integral(x)", "Sum(k, k)", "Limit(x, x)", "Derivative(x)", "Interval(1)", "Eq(x)"],
  ...["Interval(0, 1, 2, 3)", "FiniteSet(1, 2", "Piecewise(x, 1)", "Rational(1, 2, 3)", "Abs()"],
  ...["Matrix([[1, 2], [3]])", "Float(x)", "binomial(5, 3, 1)", "Sin[x", "Sin[x)", "Union(1)"],
]

const outcome = (key: string, answer: string) => judge(key, answer).outcome

describe("the notation of computer algebra", () => {
  it.each(READ)("reads %s in %s", (key, answer) => {
    expect(outcome(key, answer)).toBe("correct")
  })

  it.each(LOGARITHMS)("takes the logarithm of %s in %s as the key has it", (key, answer) => {
    expect(outcome(key, answer)).toBe("correct")
  })

  it.each(CONSTANTS)("tells names from constants between %s and %s", (key, answer) => {
    expect(outcome(key, answer)).toBe("correct")
  })

  it.each(WRONG)("keeps %s apart from %s", (key, answer) => {
    expect(outcome(key, answer)).not.toBe("correct")
  })

  it.each(CODE)("reads no program: %s", (text) => {
    expect(outcome("5", text)).not.toBe("correct")
    expect(outcome("x=5", text)).not.toBe("correct")
  })

  it.each(MALFORMED)("leaves a head with other arguments unread: %s", (text) => {
    const settings = { notation: "auto", names: new Set<string>() } as const
    expect(readMath(text, settings, new Fuel(100_000)).ok).toBe(false)
  })

  it("gives log(x) two readings, and \\log x one", () => {
    const settings = { notation: "auto", names: new Set<string>() } as const
    const read = (text: string) => readMath(text, settings, new Fuel(100_000))
    expect(read("log(x)")).toMatchObject({
      ambiguous: "log",
      readings: [{ name: "log" }, { name: "ln" }],
    })
    for (const text of ["\\log x", "log10(x)", "log(x, 2)", "log_2 x"]) {
      expect(read(text), text).toMatchObject({ ambiguous: null })
    }
  })
})
