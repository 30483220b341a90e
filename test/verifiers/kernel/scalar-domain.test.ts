import { describe, expect, it } from "vitest"
import { compare, rows, verdicts } from "./scalar/rows.ts"

describe("gives no value to what has none", () => {
  it("whatever is done with it", () => {
    for (const text of [
      ...["1/0", "0/0", "0*(1/0)", "1/(1-1)", "x/(x-x)", "0^0", "0^(-1)", "(x-x)^0"],
      ...["ln(0)", "ln(0)-ln(0)+1", "ln(-2)", "sqrt(-4)", "sqrt(-4)^2", "sqrt(1-sqrt(2))"],
      ...["tan(pi/2)", "tan(pi/2)-tan(pi/2)", "sec(pi/2)", "cot(0)", "1/sin(pi)", "log(8, 1)"],
      ...["inf-inf", "0*inf", "inf/inf", "undefined", "undefined-undefined", "(-3)!"],
      ...["ln(x-x)", "1/(sqrt(2)*sqrt(3)-sqrt(6))", "1/((x+1)^2-x^2-2*x-1)", "mod(5, 0)"],
    ]) {
      for (const other of ["1", "0", "x"]) {
        expect(compare(text, other), `${text} against ${other}`).toEqual({
          is: "undefined",
          side: "left",
        })
      }
      expect(compare(text, text), text).toEqual({ is: "undefined", side: "both" })
    }
  })

  it("unless a policy is off", () => {
    expect(compare("0^0", "1", { zeroPower: false }).is).toBe("equal")
    expect(compare("x^0", "1", { zeroPower: false })).not.toHaveProperty("note")
    expect(compare("(-8)^(1/3)", "-2", { realRoots: false }).is).not.toBe("equal")
  })
})

describe("knows where each side is defined", () => {
  it("forgives single points and names them", () => {
    for (const [left, right, note] of rows(`x^2/x ; x ; except where x = 0
      (x^2-1)/(x-1) ; x+1 ; except where x - 1 = 0
      (a/b)/(c/d) ; a*d/(b*c) ; except where d = 0
      x^0 ; 1 ; except where x = 0
      binomial(n, k) ; n!/(k!*(n-k)!) ; wherever both are defined
      (n+1)!/n! ; n+1 ; wherever both are defined`)) {
      const found = verdicts(left!, right!)
      expect(found, left).toMatchObject({ is: "equal", proof: { level: "proved" } })
      if (found.is === "equal") expect(found.note, left).toMatch(new RegExp(escaped(note!)))
      if (!note!.startsWith("except")) continue
      const strict = compare(left!, right!, { removablePoints: false })
      expect(strict, left).toMatchObject({ is: "different", reason: "smaller-domain" })
    }
  })

  it("refuses a smaller domain, and shows a point of it", () => {
    for (const [left, right] of rows(`ln(x^2) ; 2*ln(x)
      ln(x*y) ; ln(x)+ln(y)
      e^(ln(x)) ; x
      sqrt(x)*sqrt(x) ; x
      sqrt(x)*sqrt(y) ; sqrt(x*y)
      sqrt(x-1)*sqrt(x+1) ; sqrt(x^2-1)
      arcsin(x)+arccos(x) ; pi/2
      sin(arcsin(x)) ; x`)) {
      const found = verdicts(left!, right!)
      expect(found, left).toMatchObject({ is: "different", reason: "smaller-domain" })
      if (found.is === "different") expect(found.witness, left).toMatch(/^at [xy] = /)
      const lenient = compare(left!, right!, { smallerDomain: false })
      expect(lenient.is, left).not.toBe("different")
    }
  })

  it("sees through conditions that are written differently", () => {
    for (const [left, right] of rows(`1/(x^2-1) ; 1/((x-1)*(x+1))
      (x-1)/(x-1)^2 ; 1/(x-1)
      1/(x^2+x+1)^2 ; 1/(x^4+2*x^3+3*x^2+2*x+1)
      sqrt(x)/x ; x^(-1/2)`)) {
      expect(compare(left!, right!, { removablePoints: false }).is, left).toBe("equal")
    }
  })
})

function escaped(text: string): string {
  return text.replace(/[+*^()]/g, "\\$&")
}
