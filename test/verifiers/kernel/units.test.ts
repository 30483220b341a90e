import fc from "fast-check"
import { unit as mathjsUnit } from "mathjs"
import { describe, expect, it } from "vitest"
import { CORRECTED, LEFT_OUT, makeUnits, mathjsUnits } from "../../../scripts/make-units.ts"
import { type Rational, rational } from "../../../verifiers/kernel/rational.ts"
import type { Unit } from "../../../verifiers/kernel/tree.ts"
import { unitPhrase } from "../../../verifiers/kernel/units/phrase.ts"
import { UNIT_TABLE } from "../../../verifiers/kernel/units/table.ts"
import {
  currencyNamed,
  divideUnits,
  multiplyUnits,
  raiseUnit,
  sameDimension,
  sameScale,
  unitNamed,
} from "../../../verifiers/kernel/units/units.ts"

const quotient = ({ numerator, denominator }: Rational) => Number(numerator) / Number(denominator)

/** What one of the unit is worth in base units. */
const worth = ({ scale, pi, offset }: Unit) =>
  quotient(scale) * (pi ? Math.PI : 1) + (offset === null ? 0 : quotient(offset))

const named = (text: string): Unit => {
  const unit = unitNamed(text)
  if (unit === null) throw new Error(`${text} is no unit`)
  return unit
}

const phrase = (text: string): Unit => {
  const unit = unitPhrase(text)
  if (unit === null) throw new Error(`${text} is no unit`)
  return unit
}

describe("the unit table", () => {
  it("is the one that its script makes", () => {
    expect(makeUnits()).toContain(UNIT_TABLE)
  })

  it("agrees with mathjs on every unit that it takes from there", () => {
    const taken = mathjsUnits().filter(([name]) => !LEFT_OUT.has(name))
    expect(taken.length).toBeGreaterThan(150)
    for (const [name] of taken) {
      const theirs = mathjsUnit(1, name).toSI().toNumber()
      const gap = Math.abs(worth(named(name)) / theirs - 1)
      expect(gap, name).toBeLessThan(CORRECTED.has(name) ? 0.02 : 1e-14)
    }
  })

  it("agrees with mathjs on prefixes", () => {
    const names = ["km", "mm", "cm", "nm", "mL", "cL", "mg", "kg", "ms", "kHz", "MHz", "kJ", "kWh"]
    const more = [
      "MW",
      "mW",
      "hPa",
      "kPa",
      "mV",
      "uF",
      "kohm",
      "megawatt",
      "kilometer",
      "GB",
      "KiB",
    ]
    for (const name of [...names, ...more, "milliliters", "centimeters", "kilograms", "mmol"]) {
      const theirs = mathjsUnit(1, name).toSI().toNumber()
      expect(worth(named(name)) / theirs, name).toBeCloseTo(1, 12)
    }
  })
})

describe("unitNamed", () => {
  it("knows the spellings of one unit", () => {
    for (const names of [
      ["meter", "metre", "meters", "metres", "Meters", "METERS", "m"],
      ["km", "kilometer", "kilometre", "kilometers", "kilometres", "Km", "KM", "kms"],
      ["hour", "hours", "hr", "hrs", "hr.", "h", "Hours"],
      ["pound", "pounds", "lb", "lbs", "lbs.", "lb."],
      ["°", "degree", "degrees", "deg", "º"],
      ["°C", "℃", "degrees Celsius", "degree Celsius", "celsius", "degrees  celsius"],
      ["µm", "μm", "um", "micron", "micrometers"],
      ["liter", "litre", "liters", "L", "l", "ℓ"],
      ["fluid ounces", "fl oz", "fl. oz.", "fluid ounce"],
    ]) {
      for (const name of names) expect(sameScale(named(name), named(names[0]!)), name).toBe(true)
    }
  })

  it("is exact: a mile is 5,280 feet, an acre 43,560 square feet, a cup 16 tablespoons", () => {
    const ratio = (a: string, b: string) => divideUnits(phrase(a), phrase(b))
    for (const [large, small, count] of [
      ["mile", "feet", rational(5280)],
      ["acre", "square feet", rational(43_560)],
      ["cup", "tablespoons", rational(16)],
      ["tablespoon", "teaspoons", rational(3)],
      ["gallon", "cups", rational(16)],
      ["pound", "ounces", rational(16)],
      ["year", "months", rational(12)],
      ["week", "hours", rational(168)],
      ["mph", "km/h", rational(1_609_344, 1_000_000)],
      ["cubic meter", "liters", rational(1000)],
      ["degree", "arcmin", rational(60)],
      ["kWh", "J", rational(3_600_000)],
      ["dollar", "cents", rational(100)],
    ] as const) {
      expect(ratio(large, small), large).toMatchObject({ scale: count, dimension: {} })
    }
  })

  it("turns temperatures into kelvin by an offset", () => {
    const kelvin = (value: number, { scale, offset }: Unit) =>
      value * quotient(scale) + quotient(offset!)
    expect(kelvin(100, named("°C"))).toBeCloseTo(373.15, 10)
    expect(kelvin(212, named("°F"))).toBeCloseTo(373.15, 10)
  })

  it("counts angles in pi", () => {
    expect(named("degrees")).toMatchObject({ pi: true, scale: rational(1, 180) })
    expect(named("radians")).toMatchObject({ pi: false, scale: rational(1) })
  })

  it("keeps case where case decides", () => {
    expect(sameScale(named("mW"), named("MW"))).toBe(false)
    expect(sameScale(named("mL"), named("ML"))).toBe(true)
    expect(unitNamed("CD")).toBeNull()
  })

  it("knows no unit in words, symbols and names that are none", () => {
    for (const text of [
      ...[
        "apples",
        "students",
        "ways",
        "people",
        "Monday",
        "as",
        "at",
        "am",
        "pm",
        "dV",
        "dt",
        "x",
      ],
      ...["", " ", "is", "are", "no", "real", "won", "constructor", "__proto__", "toString", "kk"],
      ...["kilo", "kkm", "millimillimeter", "m".repeat(1_000_000), "li", "ch"],
    ]) {
      expect(unitNamed(text), text.slice(0, 20)).toBeNull()
    }
  })

  it("reads any text without a throw", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const unit = unitNamed(text)
        return unit === null || unit.scale.numerator > 0n
      }),
      { seed: 3, numRuns: 500 },
    )
  })
})

describe("currencyNamed", () => {
  it("tells currencies apart, and knows their hundredths", () => {
    expect(currencyNamed("$")).toMatchObject({ scale: rational(1), dimension: { USD: 1 } })
    expect(currencyNamed("cents")).toMatchObject({ scale: rational(1, 100), dimension: { USD: 1 } })
    expect(currencyNamed("€")).toMatchObject({ dimension: { EUR: 1 } })
    expect(currencyNamed("pounds")).toMatchObject({ dimension: { GBP: 1 } })
    expect(currencyNamed("apples")).toBeNull()
    expect(sameDimension(named("dollars"), named("euros"))).toBe(false)
    expect(sameDimension(named("pounds"), currencyNamed("pounds")!)).toBe(false)
  })
})

describe("unit arithmetic", () => {
  it("multiplies, raises and divides dimensions and scales", () => {
    const speed = divideUnits(named("km"), named("h"))!
    expect(speed).toMatchObject({ scale: rational(5, 18), dimension: { length: 1, time: -1 } })
    expect(multiplyUnits(speed, named("h"))).toMatchObject({ dimension: { length: 1 } })
    expect(raiseUnit(named("cm"), 3)).toMatchObject({ scale: rational(1, 1_000_000) })
    expect(raiseUnit(named("s"), -2)).toMatchObject({ dimension: { time: -2 } })
    expect(raiseUnit(named("m"), 0)).toMatchObject({ scale: rational(1), dimension: {} })
  })

  it("refuses what it cannot say: pi squared, broken and giant powers", () => {
    expect(multiplyUnits(named("degree"), named("degree"))).toBeNull()
    expect(divideUnits(named("m"), named("degree"))).toBeNull()
    expect(divideUnits(named("degree"), named("arcsec"))).toMatchObject({ pi: false })
    expect(raiseUnit(named("m"), 0.5)).toBeNull()
    expect(raiseUnit(named("m"), 1e9)).toBeNull()
  })

  it("undoes a product by a quotient", () => {
    const units = fc.constantFrom(..."m km ft s h kg lb N J W Pa A V mol $ cents °".split(" "))
    fc.assert(
      fc.property(units, units, (left, right) => {
        const [a, b] = [named(left), named(right)]
        const product = multiplyUnits(a, b)
        if (product === null) return a.pi && b.pi
        const back = divideUnits(product, b)
        return back !== null && sameScale(back, { ...a, offset: null })
      }),
      { seed: 5, numRuns: 300 },
    )
  })
})

describe("unitPhrase", () => {
  it("reads compounds in words and in symbols alike", () => {
    for (const [words, symbols] of [
      ["square meters", "m^2"],
      ["meters squared", "m²"],
      ["sq. ft.", "square feet"],
      ["cubic centimeters", "cm^{3}"],
      ["miles per hour", "mph"],
      ["meters per second", "m/s"],
      ["meters per second squared", "m/s^2"],
      ["meters per second per second", "m s^-2"],
      ["kilometers per hour", "km/h"],
      ["newtons", "kg·m/s²"],
      ["dollars per hour", "$/h"],
      ["joules per kilogram", "m^2 s⁻²"],
      ["J/(kg K)", "m^2/s^2/K"],
      ["cu. in.", "in^3"],
    ] as const) {
      expect(sameScale(phrase(words), phrase(symbols)), words).toBe(true)
    }
  })

  it("reads nothing that has another word in it", () => {
    for (const text of [
      "meters of rope",
      "per",
      "/",
      "m/",
      "/s)",
      "(m",
      "m//s",
      "square",
      "5 m",
      "",
    ]) {
      expect(unitPhrase(text), text).toBeNull()
    }
  })
})
