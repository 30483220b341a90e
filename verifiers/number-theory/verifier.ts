import { defineVerifier } from "../kernel/define.ts"
import { baseConversion } from "./base-conversion.ts"
import { chineseRemainder } from "./chinese-remainder.ts"
import { commonDivisor } from "./common-divisor.ts"
import { commonMultiple } from "./common-multiple.ts"
import { congruence } from "./congruence.ts"
import { digitSum } from "./digit-sum.ts"
import { divisorCount, divisorSum } from "./divisors.ts"
import { factorialExponent } from "./factorial-exponent.ts"
import { factorization } from "./factorization.ts"
import { modularInverse } from "./modular-inverse.ts"
import { powerRemainder } from "./power-remainder.ts"
import { totient } from "./totient.ts"

/** Divisors, primes, remainders and digits. Every key is found again by trying all there is. */
export const numberTheory = defineVerifier({
  name: "number-theory",
  version: "1.0.0",
  skills: [
    commonDivisor,
    ...[commonMultiple, factorization, divisorCount, divisorSum, totient],
    ...[modularInverse, congruence, chineseRemainder, powerRemainder],
    ...[baseConversion, digitSum, factorialExponent],
  ],
})
