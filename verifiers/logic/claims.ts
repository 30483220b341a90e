import type { Formula, Name } from "./formula.ts"

/** What a person on the island says of one or two people, or of how many knights there are. */
export interface Claim {
  readonly claim: (typeof CLAIMS)[number]
  readonly of: number[]
}

export const CLAIMS = [
  ...(["knight", "knave"] as const),
  ...(["same", "different", "both-knights", "both-knaves", "some-knight", "some-knave"] as const),
  "exactly",
] as const

export const PEOPLE = ["A", "B", "C", "D", "E", "F"]

/** Whether the claim is true where these are knights. */
export function claimHolds({ claim, of }: Claim, knights: readonly boolean[]): boolean {
  if (claim === "exactly") return knights.filter((knight) => knight).length === of[0]
  const among = of.map((person) => knights[person]!)
  switch (claim) {
    case "knight":
    case "both-knights":
      return among.every((knight) => knight)
    case "knave":
    case "both-knaves":
      return !among.includes(true)
    case "same":
      return among[0] === among[1]
    case "different":
      return among[0] !== among[1]
    case "some-knight":
      return among.includes(true)
    case "some-knave":
      return among.includes(false)
  }
}

/** The claim as a proposition, with a name for each person that is true for a knight. */
export function formulaOf({ claim, of }: Claim, names: readonly Name[]): Formula {
  if (claim === "exactly") return exactly(of[0]!, names)
  const [left, right] = of.map((person) => names[person]!) as [Name, Name]
  switch (claim) {
    case "knight":
      return left
    case "knave":
      return not(left)
    case "same":
      return { op: "iff", left, right }
    case "different":
      return { op: "xor", left, right }
    case "both-knights":
      return { op: "and", left, right }
    case "both-knaves":
      return { op: "and", left: not(left), right: not(right) }
    case "some-knight":
      return { op: "or", left, right }
    case "some-knave":
      return { op: "or", left: not(left), right: not(right) }
  }
}

/** In the words of the speaker, without the full stop. */
export function sayClaim({ claim, of }: Claim, speaker: number): string {
  if (claim === "exactly") {
    if (of[0] === 0) return "None of us is a knight"
    return of[0] === 1 ? "Exactly 1 of us is a knight" : `Exactly ${of[0]} of us are knights`
  }
  const others = of.filter((person) => person !== speaker).map((person) => PEOPLE[person]!)
  const pair = of.includes(speaker) ? `${others[0]} and I` : others.join(" and ")
  const couple = of.includes(speaker) ? `${others[0]} and me` : pair
  switch (claim) {
    case "knight":
    case "knave":
      return `${others[0]} is a ${claim}`
    case "same":
      return `${pair} are of the same kind`
    case "different":
      return `${pair} are of different kinds`
    case "both-knights":
      return `${pair} are both knights`
    case "both-knaves":
      return `${pair} are both knaves`
    case "some-knight":
      return `At least one of ${couple} is a knight`
    case "some-knave":
      return `At least one of ${couple} is a knave`
  }
}

function not(of: Formula): Formula {
  return { op: "not", of }
}

/** By the last person: a knight leaves one less among the others. */
function exactly(count: number, names: readonly Name[]): Formula {
  const [first, ...others] = names as readonly [Name, ...Name[]]
  if (others.length === 0) {
    if (count === 1) return first
    return count === 0 ? not(first) : { op: "and", left: first, right: not(first) }
  }
  const without: Formula = { op: "and", left: not(first), right: exactly(count, others) }
  if (count === 0) return without
  const withFirst: Formula = { op: "and", left: first, right: exactly(count - 1, others) }
  return count > others.length ? withFirst : { op: "or", left: withFirst, right: without }
}
