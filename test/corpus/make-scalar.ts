import type { Random } from "../../src/world.ts"
import { chance, oneOf, within } from "./draw.ts"
import {
  call,
  E,
  type Formula,
  I,
  minus,
  name,
  negate,
  num,
  over,
  PI,
  power,
  product,
  root,
  sum,
} from "./formula.ts"

const x = name("x")

export function integer(random: Random): Formula {
  return num(within(random, -3, 9) + (chance(random, 0.4) ? within(random, 4, 1500) : 0))
}

/** Beyond what a double holds, and powers of ten with something small beside them. */
export function bigInteger(random: Random): Formula {
  const digits = Array.from({ length: within(random, 12, 24) }, () => within(random, 0, 9)).join("")
  return oneOf(random, [
    num(`${within(random, 1, 9)}${digits}`),
    num(2n ** BigInt(within(random, 50, 80)) + BigInt(within(random, -1, 1))),
    sum(power(num(10), within(random, 15, 25)), num(within(random, 1, 9))),
    minus(power(num(oneOf(random, [2, 3, 7])), within(random, 30, 60)), num(1)),
  ])
}

export function fraction(random: Random): Formula {
  const bottom = oneOf(random, [2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 16, 37, 101, 1024])
  const top = within(random, 1, 3 * bottom)
  const quotient = over(num(top), num(bottom))
  return chance(random, 0.25) ? negate(quotient) : quotient
}

export function decimalNumber(random: Random): Formula {
  const places = within(random, 1, 5)
  const tail = String(within(random, 1, 10 ** places - 1)).padStart(places, "0")
  const text = `${chance(random, 0.3) ? 0 : within(random, 1, 400)}.${tail}`
  return chance(random, 0.2) ? negate(num(text)) : num(text)
}

export function surd(random: Random): Formula {
  const radicand = () => root(num(oneOf(random, [2, 3, 5, 6, 7, 10, 11, 13, 15])))
  const times = product(num(within(random, 2, 9)), radicand())
  return oneOf(random, [
    radicand(),
    times,
    over(times, num(within(random, 2, 11))),
    sum(num(within(random, -9, 9)), radicand()),
    over(sum(num(within(random, 1, 5)), radicand()), num(within(random, 2, 4))),
    minus(radicand(), root(num(oneOf(random, [17, 19, 21])))),
    root(num(oneOf(random, [2, 4, 5, 9, 12])), 3),
    root(sum(num(within(random, 3, 9)), product(num(2), root(num(oneOf(random, [2, 3, 5])))))),
    product(num(within(random, 2, 6)), root(num(oneOf(random, [2, 3])), oneOf(random, [3, 4]))),
  ])
}

export function powers(random: Random): Formula {
  const [base, n] = [num(oneOf(random, [2, 3, 5, 6, 10])), within(random, 2, 12)]
  return oneOf(random, [
    power(base, n),
    power(base, num(-n)),
    power(base, within(random, 40, 110)),
    power(num(2), num(-within(random, 60, 110))),
    power(base, over(num(within(random, 1, 7)), num(oneOf(random, [2, 3, 4])))),
    power(E, within(random, 2, 9)),
    product(num(within(random, 2, 9)), power(num(10), within(random, 3, 12))),
    product(num("6.02"), power(num(10), num(oneOf(random, [-7, -3, 5, 23])))),
    over(power(num(3), n), power(num(2), n + 1)),
    power(E, num(-within(random, 1, 800))),
  ])
}

export function logs(random: Random): Formula {
  const of = () => num(oneOf(random, [2, 3, 5, 7, 10, 11]))
  return oneOf(random, [
    call("ln", of()),
    product(num(within(random, 2, 6)), call("ln", of())),
    call("log", of(), num(oneOf(random, [2, 3, 6]))),
    over(call("ln", num(7)), call("ln", of())),
    sum(num(within(random, 1, 5)), call("ln", of())),
    call("log", num(oneOf(random, [2, 3, 5, 50]))),
    minus(call("ln", num(13)), call("ln", of())),
    over(call("ln", of()), num(within(random, 2, 7))),
  ])
}

export function trigValue(random: Random): Formula {
  const angle = () => over(PI, num(oneOf(random, [3, 4, 5, 6, 7, 12])))
  return oneOf(random, [
    product(num(within(random, 2, 9)), PI),
    over(product(num(within(random, 2, 11)), PI), num(oneOf(random, [3, 4, 6, 7]))),
    over(PI, num(within(random, 2, 12))),
    sum(num(within(random, 1, 6)), PI),
    power(PI, 2),
    call(oneOf(random, ["sin", "cos", "tan"]), angle()),
    call(oneOf(random, ["sin", "cos"]), num(within(random, 1, 4))),
    call("arctan", num(oneOf(random, [2, 3, 5]))),
    call(oneOf(random, ["arcsin", "arccos"]), over(num(1), num(oneOf(random, [3, 4, 5])))),
  ])
}

export function discrete(random: Random): Formula {
  const n = within(random, 4, 20)
  const inner = over(num(within(random, 11, 90)), num(oneOf(random, [3, 7, 8])))
  return oneOf(random, [
    call("factorial", num(n)),
    call("binomial", num(n + 4), num(within(random, 2, 6))),
    over(call("factorial", num(n)), num(7)),
    call("floor", inner),
    call("ceil", inner),
    call("floor", root(num(within(random, 50, 990)))),
    over(call("binomial", num(n + 2), num(2)), call("binomial", num(n + 9), num(3))),
    product(num(3), call("factorial", num(n - 1))),
    over(num(1), call("factorial", num(oneOf(random, [10, 20, 100])))),
  ])
}

export function complexNumber(random: Random): Formula {
  const [a, b] = [within(random, 1, 9), within(random, 2, 9)]
  const pair = sum(num(a), product(num(b), I))
  return oneOf(random, [
    pair,
    minus(num(-a), product(num(b), I)),
    product(num(b), I),
    over(pair, num(oneOf(random, [11, 13]))),
    sum(num(a), product(root(num(oneOf(random, [2, 3, 5]))), I)),
    power(sum(num(1), product(num(a + 1), I)), within(random, 2, 4)),
    over(num(b), pair),
  ])
}

/** c₀ + c₁x + … with two to four terms, the highest first; at times as a product. */
export function polynomial(random: Random): Formula {
  if (chance(random, 0.25)) {
    const factor = () => sum(x, num(oneOf(random, [-7, -5, -3, -2, -1, 1, 2, 4, 6])))
    return product(factor(), factor())
  }
  const degree = within(random, 1, 4)
  const term = (n: number) => {
    const size = within(random, 1, 9)
    const raised = n === 1 ? x : power(x, n)
    const body = n === 0 ? num(size) : size === 1 ? raised : product(num(size), raised)
    return chance(random, 0.35) && n < degree ? negate(body) : body
  }
  const lower = Array.from({ length: degree }, (_, i) => degree - 1 - i)
  const kept = lower.filter((_, i) => i === degree - 1 || chance(random, 0.7))
  return sum(term(degree), ...kept.map(term))
}

export function rationalFunction(random: Random): Formula {
  const [a, b] = [within(random, 1, 9), within(random, 1, 6)]
  return oneOf(random, [
    over(sum(x, num(a)), minus(x, num(b))),
    over(num(a), sum(power(x, 2), num(b))),
    sum(over(num(a), x), over(num(b), sum(x, num(1)))),
    over(polynomial(random), sum(x, num(a))),
    over(product(num(a), x), power(sum(product(num(2), x), num(b)), 2)),
    sum(x, over(num(a), x)),
    power(minus(num(b), x), num(-2)),
  ])
}

/** Functions whose domain is a part of the line, and whose signs matter. */
export function radicalFunction(random: Random): Formula {
  const a = within(random, 1, 9)
  return oneOf(random, [
    root(sum(x, num(a))),
    root(sum(power(x, 2), num(a))),
    product(x, root(sum(x, num(a)))),
    over(num(a), root(sum(power(x, 2), num(1)))),
    call("abs", minus(x, num(a))),
    sum(call("abs", x), num(a)),
    root(minus(num(a + 6), power(x, 2))),
    power(root(sum(x, num(3))), 3),
    root(power(minus(x, num(a)), 2)),
  ])
}

export function severalUnknowns(random: Random): Formula {
  const [a, b, y] = [name("a"), name("b"), name("y")]
  const n = within(random, 2, 7)
  return oneOf(random, [
    sum(product(num(n), x, y), power(y, 2)),
    over(sum(a, b), num(n)),
    minus(power(a, 2), product(num(n), power(b, 2))),
    over(product(a, b), sum(a, b)),
    root(sum(power(a, 2), power(b, 2))),
    over(minus(power(x, 2), power(y, 2)), sum(x, product(num(n), y))),
    product(PI, power(name("r"), 2), name("h")),
    product(num(2), sum(product(num(n), x), y), minus(a, b)),
    sum(over(num(1), a), over(num(n), b)),
    product(a, b, over(num(1), sum(a, b))),
    product(x, y, over(num(1), num(n))),
    over(sum(negate(b), root(sum(power(b, 2), product(num(n), a)))), product(num(2), a)),
  ])
}

export function trigFunction(random: Random): Formula {
  const n = within(random, 2, 5)
  const inner = oneOf(random, [x, x, product(num(n), x), sum(x, num(n))])
  const named = oneOf(random, ["sin", "cos"] as const)
  return oneOf(random, [
    call(named, inner),
    product(num(n), call(named, inner)),
    power(call(named, x), n),
    product(call("sin", x), call("cos", inner)),
    sum(call("sin", x), product(num(n), call("cos", x))),
    product(x, call(named, inner)),
    call("tan", x),
    power(call("sec", x), 2),
    call("arctan", product(num(n), x)),
    sum(power(x, 2), call(named, x)),
  ])
}

export function logFunction(random: Random): Formula {
  const n = within(random, 2, 6)
  return oneOf(random, [
    call("ln", sum(x, num(n))),
    call("ln", sum(power(x, 2), num(n))),
    product(x, call("ln", x)),
    power(E, product(num(n), x)),
    product(x, power(E, x)),
    product(num(n), power(num(2), x)),
    over(power(E, x), num(n)),
    over(call("ln", x), x),
    sum(power(E, x), power(E, negate(x))),
    call("sinh", product(num(n), x)),
    power(E, negate(power(x, 2))),
  ])
}
