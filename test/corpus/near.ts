import type { Random } from "../../src/world.ts"
import { chance, oneOf, within } from "./draw.ts"
import {
  call,
  E,
  type Formula,
  minus,
  name,
  negate,
  num,
  over,
  PI,
  placesIn,
  power,
  product,
  root,
  sum,
} from "./formula.ts"

/**
 * Values that agree to many digits and are not equal, or functions that agree on all of the line
 * but a far piece of it. Near misses are from the literature on coincidences (Weisstein, "Almost
 * Integer"); the oracle looks at each of them again.
 */
const PAIRS: readonly (readonly [Formula, Formula])[] = [
  [power(PI, 4), minus(power(E, 6), power(PI, 5))],
  [power(E, product(PI, root(num(163)))), num("262537412640768744")],
  [power(E, product(PI, root(num(67)))), num("147197952744")],
  [power(E, product(PI, root(num(58)))), num("24591257752")],
  [minus(power(E, PI), PI), num(20)],
  [PI, over(num(355), num(113))],
  [PI, over(num(103993), num(33102))],
  [PI, over(call("ln", num("262537412640768744")), root(num(163)))],
  [PI, root(root(over(num(2143), num(22))))],
  [call("sin", num(11)), num(-1)],
  [call("sin", num(355)), num(0)],
  [call("cos", num(355)), num(-1)],
  [root(num(2)), over(num(665857), num(470832))],
  [root(num(2)), over(num(1393), num(985))],
  [E, over(num(2721), num(1001))],
  [E, over(num(193), num(71))],
  [sum(root(num(5)), root(num(22))), sum(root(num(8)), root(num(17)))],
  [call("ln", num(2)), over(num(1143), num(1649))],
  [sum(power(num(1782), 12), power(num(1841), 12)), power(num(1922), 12)],
  [sum(power(num(3987), 12), power(num(4365), 12)), power(num(4472), 12)],
  [power(sum(num(1), power(num(10), num(-9))), power(num(10), 9)), E],
  [power(num(2), num(-99)), power(num(2), num(-98))],
  [sum(power(num(10), 20), num(1)), power(num(10), 20)],
  [num("9007199254740993"), num("9007199254740992")],
  [root(sum(power(num(10), 30), num(1))), power(num(10), 15)],
  [call("arctan", power(num(10), 12)), over(PI, num(2))],
  [call("factorial", num(25)), num("15511210043330985984000001")],
  [call("floor", minus(num(3), power(num(10), num(-20)))), num(3)],
  [
    sum(call("arctan", over(num(1), num(2))), call("arctan", over(num(1), num(4)))),
    over(PI, num(4)),
  ],
]

export function constant(random: Random): Formula {
  const [one] = oneOf(random, PAIRS)
  return chance(random, 0.5) ? one : product(num(within(random, 2, 9)), one)
}

const X = name("x")

/** Functions with a bend or an end far from where one would look. */
export function farFunction(random: Random): Formula {
  const cut = num(oneOf(random, [100, 250, 1000, 1500]))
  const inner = oneOf(random, [sum(X, cut), minus(cut, X), sum(product(num(2), X), cut)])
  return oneOf(random, [
    call("abs", inner),
    power(root(inner), 2),
    root(power(inner, 2)),
    inner,
    sum(inner, call("abs", inner)),
    power(E, call("ln", inner)),
    product(root(inner), root(inner)),
    product(X, call("abs", inner)),
  ])
}

/** The neighbour of a constant in it, or a bend lost or gained; null where there is none. */
export function nearlySame(of: Formula, random: Random) {
  for (const { here, put } of placesIn(of)) {
    const text = JSON.stringify(here)
    const pair = PAIRS.find((both) => both.some((one) => JSON.stringify(one) === text))
    if (pair !== undefined && of.is !== "number" && chance(random, 0.6)) {
      const [one, other] = pair
      return { slip: "near miss", formula: put(JSON.stringify(one) === text ? other : one) }
    }
  }
  const bends = placesIn(of).filter(({ here }) => bent(here) !== null)
  if (bends.length === 0 || !chance(random, 0.5)) return tiny(of, random)
  const { here, put } = oneOf(random, bends)
  return { slip: "bend lost", formula: put(bent(here)!) }
}

function bent(here: Formula): Formula | null {
  const isFar = JSON.stringify(here).match(/"text":"\d{3,}"/) !== null
  if (!isFar) return null
  if (here.is === "call" && here.name === "abs") return here.args[0]!
  if (here.is === "root" && here.of.is === "power") return here.of.base
  if (here.is === "power" && here.base.is === "root") return here.base.of
  if (here.is === "power" && here.exponent.is === "call") return here.exponent.args[0]!
  return here.is === "sum" && here.of.some(({ is }) => is === "name") ? call("abs", here) : null
}

/** A difference that doubles do not see: one part in 10^17 or less, added somewhere. */
function tiny(of: Formula, random: Random) {
  if (!chance(random, 0.04)) return null
  const small = power(num(10), num(-within(random, 17, 30)))
  const added = chance(random, 0.5) ? sum(of, small) : sum(of, negate(small))
  return { slip: "a tiny bit off", formula: added }
}
