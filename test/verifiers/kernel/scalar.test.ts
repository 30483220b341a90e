import { describe, expect, it } from "vitest"
import { compare, rows, verdicts } from "./scalar/rows.ts"

describe("proves equal", () => {
  const NUMBERS = `1/2 ; 0.5
    2^10 ; 1024
    (2/3)^-2 ; 9/4
    (-8)^(1/3) ; -2
    (-8)^(2/6) ; -2
    32^(3/5) ; 8
    10! / 8! ; 90
    binomial(10, 3) ; 120
    gcd(84, 36) ; 12
    lcm(4, 6) ; 12
    mod(-7, 3) ; 2
    floor(-5/2) ; -3
    ceil(-5/2) ; -2
    log(8, 2) ; 3
    log(1/100) ; -2
    sum(k^2, k, 1, 10) ; 385
    product(k, k, 1, 5) ; 120
    sum(1/k, k, 3, 2) ; 0
    2^(10^9) ; 2^(10^9)
    9^(9^9) ; 9^(9^9)
    2^(2^(2^(2^(2^2)))) ; 2^(2^(2^(2^(2^2))))
    1000000! ; 1000000!
    e^(10^9) ; e^(10^9)
    max(3, 7/2) ; 3.5`
  const SURDS = `sqrt(8) ; 2*sqrt(2)
    sqrt(1/2) ; sqrt(2)/2
    1/(sqrt(2)+sqrt(3)) ; sqrt(3)-sqrt(2)
    sqrt(3+2*sqrt(2)) ; 1+sqrt(2)
    sqrt(3-2*sqrt(2)) ; sqrt(2)-1
    sqrt(2)+sqrt(3) ; sqrt(5+2*sqrt(6))
    abs(1-sqrt(2)) ; sqrt(2)-1
    cbrt(2+sqrt(5))+cbrt(2-sqrt(5)) ; 1
    sqrt(10+2*sqrt(6)+2*sqrt(10)+2*sqrt(15)) ; sqrt(2)+sqrt(3)+sqrt(5)
    sqrt(4+sqrt(7))-sqrt(4-sqrt(7)) ; sqrt(2)
    1/sqrt(2+sqrt(3)) ; sqrt(2-sqrt(3))
    cbrt(54) ; 3*cbrt(2)
    2^(1/2)*2^(1/3) ; 2^(5/6)
    sqrt(2)*cbrt(2) ; 32^(1/6)
    (1+sqrt(5))^3 ; 16+8*sqrt(5)
    1/(1+cbrt(2)) ; (1-cbrt(2)+cbrt(4))/3
    floor(sqrt(2)+sqrt(3)) ; 3
    floor(100*pi) ; 314
    sign(pi-4) ; -1`
  const ANGLES = `cos(pi/5) ; (1+sqrt(5))/4
    sin(pi/12) ; (sqrt(6)-sqrt(2))/4
    tan(pi/8) ; sqrt(2)-1
    tan(3*pi/11)+4*sin(2*pi/11) ; sqrt(11)
    cos(pi/7)-cos(2*pi/7)+cos(3*pi/7) ; 1/2
    sin(pi/18)*sin(5*pi/18)*sin(7*pi/18) ; 1/8
    cos(2*pi/17)+cos(4*pi/17)+cos(8*pi/17)+cos(16*pi/17) ; (sqrt(17)-1)/4
    sin(pi/5) ; sqrt(10-2*sqrt(5))/4
    2*cos(pi/16) ; sqrt(2+sqrt(2+sqrt(2)))
    sin(1000*pi) ; 0
    arcsin(1/2) ; pi/6
    arccos(-1/2) ; 2*pi/3
    4*arctan(1) ; pi
    arctan(2+sqrt(3)) ; 5*pi/12
    arctan(-1/sqrt(3)) ; -pi/6`
  const LOGARITHMS = `ln(2)+ln(3) ; ln(6)
    ln(8)/ln(2) ; 3
    ln(1/9) ; -2*ln(3)
    e^(2*ln(3)) ; 9
    ln(e^5) ; 5
    log(sqrt(2), 4) ; 1/4
    e^(1/2)*e^(1/2) ; e
    2^sqrt(2)*2^sqrt(2) ; 4^sqrt(2)
    sqrt(e^3) ; e*sqrt(e)
    sinh(ln(2)) ; 3/4
    ln(e^(sin(1))) ; sin(1)`
  const UNKNOWNS = `x^2-1 ; (x-1)*(x+1)
    (x+y)^3 ; x^3+3*x^2*y+3*x*y^2+y^3
    1/(x-1)-1/(x+1) ; 2/(x^2-1)
    x^(2/4) ; sqrt(x)
    sqrt(x^2) ; abs(x)
    sqrt(12*x^3) ; 2*x*sqrt(3*x)
    sqrt(x^2+2*x+1) ; abs(x+1)
    sqrt(4*x^2*y) ; 2*abs(x)*sqrt(y)
    cbrt(x^3) ; x
    cbrt(-x) ; -cbrt(x)
    cbrt(x)^2 ; x^(2/3)
    1/sqrt(x) ; sqrt(x)/x
    (x+1)^(3/2) ; (x+1)*sqrt(x+1)
    sqrt(2*x+2) ; sqrt(2)*sqrt(x+1)
    ((x+1)/(x^2+1))^(3/2) ; (x+1)/(x^2+1)*sqrt((x+1)/(x^2+1))
    abs(-2*x*y) ; 2*abs(x)*abs(y)
    abs(x)^2 ; x^2
    max(x, y) ; (x+y+abs(x-y))/2
    ln(x^2) ; 2*ln(abs(x))
    ln(x^3) ; 3*ln(x)
    ln(2*x) ; ln(2)+ln(x)
    ln(1/x) ; -ln(x)
    log(x, 4) ; ln(x)/(2*ln(2))
    ln(e^x) ; x
    ln(e^(sin(x)+x)) ; x+sin(x)
    e^(sin(x))*e^(-sin(x)) ; 1
    2^(x+1) ; 2*2^x
    4^x ; (2^x)^2
    (1/2)^x ; 2^(-x)
    x^(n+1) ; x*x^n
    (x*y)^n ; x^n*y^n
    e^(x+y) ; e^x*e^y
    ceil(x) ; -floor(-x)
    floor(x+3) ; floor(x)+3
    f(x+1) ; f(1+x)`
  const TRIGONOMETRY = `sin(x)^2+cos(x)^2 ; 1
    sin(2*x) ; 2*sin(x)*cos(x)
    cos(2*x) ; 1-2*sin(x)^2
    cos(3*x) ; 4*cos(x)^3-3*cos(x)
    sin(x+y) ; sin(x)*cos(y)+cos(x)*sin(y)
    sin(x)*cos(y) ; (sin(x+y)+sin(x-y))/2
    tan(x) ; sin(x)/cos(x)
    sin(-x) ; -sin(x)
    sin(x+2*pi) ; sin(x)
    cos(x+pi/2) ; -sin(x)
    sin(pi-x) ; sin(x)
    cosh(x)^2-sinh(x)^2 ; 1
    sinh(x) ; (e^x-e^(-x))/2
    (-1)^n ; cos(pi*n)
    sin(pi*n)+(-1)^n ; (-1)^n`
  for (const [name, table] of Object.entries({
    NUMBERS,
    SURDS,
    ANGLES,
    LOGARITHMS,
    UNKNOWNS,
    TRIGONOMETRY,
  })) {
    it(`${name.toLowerCase()} that are written differently`, () => {
      for (const [left, right] of rows(table)) {
        const found = verdicts(left!, right!)
        expect(found, `${left} against ${right}`).toMatchObject({
          is: "equal",
          proof: { level: "proved" },
        })
        expect(found, `${left} against ${right}`).not.toHaveProperty("note")
      }
    })
  }

  it("complex numbers with their principal values", () => {
    for (const [left, right] of rows(`e^(i*pi) ; -1
      (1+i)^2 ; 2*i
      1/(1+i) ; (1-i)/2
      sqrt(-4) ; 2*i
      (-8)^(1/3) ; 1+i*sqrt(3)
      i^i ; e^(-pi/2)
      ln(-1) ; i*pi
      abs(3+4*i) ; 5
      conjugate(2+3*i) ; 2-3*i
      re((1+i)^3) ; -2
      e^(i*x) ; cos(x)+i*sin(x)
      (-1)^(1/2) ; i`)) {
      const found = verdicts(left!, right!, { complex: true })
      expect(found, `${left} against ${right}`).toMatchObject({
        is: "equal",
        proof: { level: "proved" },
      })
    }
  })

  it("what an assumption makes equal, and not without it", () => {
    for (const [left, right] of rows(`sqrt(x^2) ; x
      ln(x*y) ; ln(x)+ln(y)
      sqrt(x*y) ; sqrt(x)*sqrt(y)
      e^(ln(x)) ; x
      (x^2)^(3/2) ; x^3
      ln(x^2) ; 2*ln(x)`)) {
      const assumed = { x: "positive", y: "positive" } as const
      expect(verdicts(left!, right!, { assumed }).is, `${left} against ${right}`).toBe("equal")
      expect(verdicts(left!, right!).is, `${left} against ${right}`).not.toBe("equal")
    }
    expect(verdicts("sqrt(x^2)", "-x", { assumed: { x: "negative" } }).is).toBe("equal")
  })

  it("too large to be multiplied out, with the chance of an error", () => {
    const found = verdicts("(a+b+c+d+f)^14", "(a+b+c+d+f)^13*(f+d+c+b+a)")
    expect(found).toMatchObject({
      is: "equal",
      proof: { level: "probabilistic" },
      method: "residues",
    })
    if (found.is !== "equal" || found.proof.level !== "probabilistic") throw new Error("not so")
    expect(found.proof.errorBound).toBeLessThan(1e-9)
    expect(verdicts("(a+b+c+d+f)^14", "(a+b+c+d+f)^13*(f+d+c+b+2*a)").is).toBe("different")
    const high = verdicts("(1+x)^1000000", "(1+x)^999999*(x+1)")
    expect(high).toMatchObject({ is: "equal", proof: { level: "probabilistic" } })
  })
})

describe("shows equal by digits", () => {
  it("what no form settles", () => {
    for (const [left, right] of rows(`tan(arctan(x)) ; x
      cos(arcsin(x)) ; sqrt(1-x^2)
      sqrt(sin(x)^2) ; abs(sin(x))
      sqrt(x^3+x^2) ; abs(x)*sqrt(x+1)
      gamma(n+1) ; n!
      ln(abs(sec(x)+tan(x))) ; ln(abs(tan(x/2+pi/4)))`)) {
      const found = verdicts(left!, right!)
      expect(found, left).toMatchObject({ is: "equal", proof: { level: "numeric" } })
      if (found.is !== "equal" || found.proof.level !== "numeric") throw new Error("not so")
      expect(found.proof.digits, left).toBeGreaterThan(44)
    }
  })

  it("sums up to a name, at the numbers of terms that there are", () => {
    for (const [left, right] of rows(`sum(k, k, 1, n) ; n*(n+1)/2
      sum(2^k, k, 0, n) ; 2^(n+1)-1
      sum(k, k, 5, n) ; n*(n+1)/2-10
      sum(1/(k*(k+1)), k, 1, n) ; n/(n+1)
      sum(r^k, k, 0, n) ; (r^(n+1)-1)/(r-1)
      sum(k*k!, k, 1, n) ; (n+1)!-1
      product(k, k, 1, n) ; n!`)) {
      const found = verdicts(left!, right!)
      expect(found, left).toMatchObject({ is: "equal", method: "induction" })
    }
    expect(verdicts("sum(binomial(n, k), k, 0, n)", "2^n").is).toBe("equal")
    expect(compare("sum(k, k, 5, n)", "n*(n+1)/2-9")).toMatchObject({
      is: "different",
      witness: "at n = 7: 18 against 19",
    })
  })

  it("but not functions that jump", () => {
    expect(compare("floor(x+1/10^9)", "floor(x)").is).not.toBe("equal")
    expect(compare("floor(x)+floor(x+1/2)", "floor(2*x)")).toEqual({
      is: "unknown",
      reason: "steps",
    })
  })
})

describe("proves different", () => {
  const NEAR = `10^20+1 ; 10^20
    2^53+1 ; 2^53
    1/2004! ; 1/2006!
    2^-99 ; 2^-98
    e^(-800) ; e^(-801)
    1-1/e ; 1-2/e
    12345678901234567890 ; 12345678901234567891
    pi ; 3.14159265358979
    sqrt(2) ; 1.41421356237309504880168872420969807
    e^(pi*sqrt(163)) ; 640320^3+744
    9^(9^9) ; 9^(9^9)+1
    2^(2^(2^(2^(2^2)))) ; 2^(2^(2^(2^(2^2))))+1
    1000000! ; 1000000!+1
    e^(10^9) ; e^(10^9)+1
    e^(e^(e^(e^10))) ; 2*e^(e^(e^(e^10)))
    sqrt(2)+sqrt(3) ; sqrt(10)
    cos(pi/7) ; cos(pi/8)
    ln(2)+ln(3) ; ln(5)
    inf ; -inf
    inf ; 10^100`
  const FUNCTIONS = `x! ; x!+1
    x^2+x+1 ; x^2+x+2
    (x+1)^2 ; x^2+1
    sin(x) ; cos(x)
    sin(2*x) ; 2*sin(x)
    x^2*y ; x*y^2
    sqrt(x^2+1) ; x+1
    sqrt(2)*x+1 ; x*sqrt(2)+2
    sqrt((x+1)/(x+2))^2 ; x+1
    2^x ; x^2
    e^x ; e^x+1/10^30
    a/b/c ; a/(b/c)
    binomial(n, 2) ; n*(n+1)/2
    n! ; (n-1)!
    sqrt(x^2) ; x
    sqrt((x-10^6)^2) ; 10^6-x
    abs(x-10^6) ; 10^6-x
    abs(x^2-10^9) ; 10^9-x^2
    abs(e^x-10^9) ; 10^9-e^x
    (x^3+pi/4)/x ; abs((x^3+pi/4)/x)
    max(x, 10^7) ; 10^7
    sign(x)^2 ; 1
    arctan(x)+arctan(1/x) ; pi/2
    sin(x)+e^(-1000) ; sin(x)
    f(x) ; f(x)+1
    sum(k, k, 1, n) ; n^2`
  for (const [name, table] of Object.entries({ NEAR, FUNCTIONS })) {
    it(`${name === "NEAR" ? "numbers" : "functions"} that look alike, with a witness`, () => {
      for (const [left, right] of rows(table)) {
        const found = verdicts(left!, right!)
        expect(found, `${left} against ${right}`).toMatchObject({
          is: "different",
          reason: "different-value",
        })
        if (found.is === "different") expect(found.witness).not.toBe("")
      }
    })
  }

  it("and shows the point", () => {
    expect(compare("x^2", "x^3")).toMatchObject({ witness: "at x = 3: 9 against 27" })
    expect(compare("1/2", "1/3")).toMatchObject({ witness: "1/2 against 1/3" })
  })
})
