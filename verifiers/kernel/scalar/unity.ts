import * as rationals from "../rational.ts"
import { addForms, constantForm, formOf, multiplyForms, type Reading } from "./form.ts"
import { type Form, ONE_TERM, SCALE, UNITY } from "./sum.ts"

/**
 * e^(iπ · units/SCALE) as a form. Angles that are multiples of 15° are written with square roots;
 * of any other angle the part that is such a multiple is split off (Chinese remainders), and the
 * rest stays a power of e^(iπ).
 */
export function rootOfUnity(reading: Reading, units: number): Form {
  const turn = 2 * SCALE
  const angle = ((units % turn) + turn) % turn
  const order = turn / Number(rationals.greatestCommonDivisor(BigInt(angle), BigInt(turn)))
  const shared = Number(rationals.greatestCommonDivisor(BigInt(order), 24n))
  const rest = order / shared
  if (rest === 1) return tabled(reading, (angle / turn) * 24)
  if (rest % 2 === 0 || rest % 3 === 0) return powerOfUnity(reading, angle)
  const step = (angle / turn) * order // angle = step/order of a turn, order = shared · rest
  let part = 0 // step/order = part/shared + other/rest, up to whole turns
  while ((step - part * rest) % shared !== 0) part += 1
  const other = (step - part * rest) / shared
  const split = powerOfUnity(reading, Math.round((other / rest) * turn))
  return multiplyForms(reading, tabled(reading, (part * 24) / shared), split)
}

function powerOfUnity(reading: Reading, units: number): Form {
  return formOf(reading.ring.monomial(reading.ring.atoms[UNITY]!, units))
}

/** e^(2πi k/24), by the cosines of 0°, 15°, …, 90° in halves and quarters of square roots. */
function tabled(reading: Reading, k: number): Form {
  const real = cosine(reading, k)
  const imaginary = cosine(reading, k - 6)
  const i = powerOfUnity(reading, SCALE / 2)
  return addForms(reading, real, multiplyForms(reading, imaginary, i))
}

/** The cosine of k · 15°. */
function cosine(reading: Reading, k: number): Form {
  const around = ((k % 24) + 24) % 24
  const down = around > 12 ? 24 - around : around // 0 … 12
  const negative = down > 6
  const parts = COSINES[negative ? 12 - down : down]!
  const terms = parts.map(([factor, root]) => {
    const by = rationals.rational(negative ? -factor : factor, 4)
    let form = constantForm(by)
    for (const prime of [2, 3].filter((candidate) => root % candidate === 0)) {
      const atom = reading.ring.atom("prime", `prime ${prime}`, {
        sign: "positive",
        value: BigInt(prime),
      })
      const half = reading.ring.monomial(atom, SCALE / 2, ONE_TERM.coefficient)
      form = multiplyForms(reading, form, formOf(half))
    }
    return form
  })
  return terms.reduce((sum, term) => addForms(reading, sum, term), constantForm(0n))
}

/** 4 cos(k · 15°) for k = 0 … 6 as sums of factor · √root. */
const COSINES: readonly (readonly (readonly [factor: number, root: number])[])[] = [
  [[4, 1]],
  [
    [1, 6],
    [1, 2],
  ],
  [[2, 3]],
  [[2, 2]],
  [[2, 1]],
  [
    [1, 6],
    [-1, 2],
  ],
  [],
]
