import type { RewardName } from "../record/recipe.ts"
import { type SolveRate, shareOf } from "../record/solve-rate.ts"

/**
 * What a proposer is paid for one problem, from its solve rate p. Sources:
 * uncertainty min(p, 1−p): R-Zero and Agent0 code · tent 1−2|p−½|: the same papers (arXiv
 * 2508.05004, 2511.16043) · absolute-zero 1−p with −½ at both ends: arXiv 2505.03335 ·
 * self-play-swe 1−1.8p: Self-play SWE-RL with α = 0.8 · variance p(1−p) and learnability 4p(1−p):
 * sampling for learnability, `verifiers` · failure 1.03−p: what beat the others on this learner.
 * Where no attempt was decided nothing is paid: a proposer must not live off what nobody can judge.
 */
export function reward(name: RewardName, rate: SolveRate, before?: SolveRate): number {
  if (rate.tried === 0) return 0
  const p = shareOf(rate, 0)
  switch (name) {
    case "failure":
      return 1.03 - p
    case "uncertainty":
      return Math.min(p, 1 - p)
    case "tent":
      return 1 - 2 * Math.abs(p - 0.5)
    case "variance":
      return p * (1 - p)
    case "learnability":
      return 4 * p * (1 - p)
    case "absolute-zero":
      return p === 0 || p === 1 ? -0.5 : 1 - p
    case "self-play-swe":
      return 1 - 1.8 * p
    case "progress":
      return Math.abs(p - shareOf(before ?? rate, p))
  }
}
