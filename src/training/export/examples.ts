import type { ProblemId } from "../../record/id.ts"
import type { Evidence, Example, Lesson, Offered, Said } from "./example.ts"

const PREFERENCES_PER_PROBLEM_MAX = 4 // so that no single problem outweighs the rest

/** The examples of one kind, in the order of the curriculum. */
export function examplesOf(kind: Example["kind"], evidence: Evidence): Example[] {
  const said = new Map<ProblemId, Said[]>()
  for (const attempt of evidence.attempts) {
    const known = said.get(attempt.problem)
    if (known === undefined) said.set(attempt.problem, [attempt])
    else known.push(attempt)
  }
  const attemptsOn = ({ problem }: Lesson) => said.get(problem.id) ?? []
  // Pairs of two labels, as a fork has, may be of one problem: its attempts are said once.
  const first = firstOf(evidence.lessons, ({ problem }) => problem.id)
  switch (kind) {
    case "demonstration":
      return [
        ...firstOf(evidence.lessons, demonstrated).map((lesson) =>
          demonstration(lesson, attemptsOn(lesson)),
        ),
        ...demonstratedOffers(evidence.offers),
      ]
    case "preference":
      return [
        ...first.flatMap((lesson) => preferences(lesson, attemptsOn(lesson))),
        ...preferredOffers(evidence.offers),
      ]
    case "label":
      return [
        ...first.flatMap((lesson) => labels(lesson, attemptsOn(lesson))),
        ...labelledOffers(evidence.offers),
      ]
    case "task":
      return first.map(task)
  }
}

function demonstration(lesson: Lesson, said: readonly Said[]): Example {
  const { split, prompt, completion, pair, problem } = lesson
  const own = said.filter(({ id }) => id === pair.attempt)
  return {
    kind: "demonstration",
    split,
    prompt,
    completion,
    problem,
    origin: { ...originOf(lesson), ...(own.length > 0 && { attempts: own }) },
  }
}

/** Verified against refuted replies to the same problem, each reply used once. */
function preferences(lesson: Lesson, said: readonly Said[]): Example[] {
  const { split, prompt } = lesson
  const chosen = verified(said)
  const rejected = refuted(said)
  const count = Math.min(chosen.length, rejected.length, PREFERENCES_PER_PROBLEM_MAX)
  return Array.from({ length: count }, (_, at) => ({
    kind: "preference" as const,
    split,
    prompt,
    chosen: chosen[at]!.text,
    rejected: rejected[at]!.text,
    origin: { ...originOf(lesson), attempts: [chosen[at]!, rejected[at]!] },
  }))
}

function labels(lesson: Lesson, said: readonly Said[]): Example[] {
  const { split, prompt } = lesson
  const as = (isGood: boolean) => (attempt: Said) => ({
    kind: "label" as const,
    split,
    prompt,
    completion: attempt.text,
    isGood,
    origin: { ...originOf(lesson), attempts: [attempt] },
  })
  return [...verified(said).map(as(true)), ...refuted(said).map(as(false))]
}

function task({ split, prompt, problem, ...lesson }: Lesson): Example {
  return { kind: "task", split, prompt, problem, origin: originOf({ problem, ...lesson }) }
}

/** What a demonstration shows: the same answer to the same problem is shown once. */
function demonstrated({ problem, completion }: Lesson): string {
  return `${problem.id} ${completion}`
}

function firstOf(lessons: readonly Lesson[], by: (lesson: Lesson) => string): Lesson[] {
  const first = new Map<string, Lesson>()
  for (const lesson of lessons) {
    if (!first.has(by(lesson))) first.set(by(lesson), lesson)
  }
  return [...first.values()]
}

function originOf({ problem, pair }: Pick<Lesson, "problem" | "pair">) {
  return { problem: problem.id, pair: pair.id }
}

function verified(said: readonly Said[]): Said[] {
  return distinct(said.filter(({ verdict }) => verdict.outcome === "correct"))
}

/** Proved wrong. Silence, cut text and what nobody could decide say nothing about an answer. */
function refuted(said: readonly Said[]): Said[] {
  return distinct(
    said.filter(({ verdict, answer }) => {
      return verdict.outcome === "incorrect" && answer.kind === "answered"
    }),
  )
}

function distinct(said: readonly Said[]): Said[] {
  const byText = new Map<string, Said>()
  for (const one of said) {
    if (!one.usedTools && !byText.has(one.text)) byText.set(one.text, one)
  }
  return [...byText.values()]
}

/** The best of each call, where the screen let it through: the rest shows nothing worth doing. */
function demonstratedOffers(offers: readonly Offered[]): Example[] {
  return offers.flatMap((offer): Example[] => {
    const { split, prompt, text: completion, problem, rank } = offer
    if (rank !== "best" || problem === undefined) return []
    const origin = { ...problemOf(offer), offers: [offer] }
    return [{ kind: "demonstration", split, prompt, completion, problem, origin }]
  })
}

function preferredOffers(offers: readonly Offered[]): Example[] {
  return [...Map.groupBy(offers, ({ call }) => call).values()].flatMap((own) => {
    const best = own.find(({ rank }) => rank === "best")
    const worst = own.find(({ rank }) => rank === "worst")
    if (best === undefined || worst === undefined) return []
    const { split, prompt, text: chosen } = best
    const origin = { ...problemOf(best), offers: [best, worst] }
    return [{ kind: "preference" as const, split, prompt, chosen, rejected: worst.text, origin }]
  })
}

/** Better or worse than the mean of its call; what earned exactly the mean says neither. */
function labelledOffers(offers: readonly Offered[]): Example[] {
  return [...Map.groupBy(offers, ({ call }) => call).values()].flatMap((own) => {
    const mean = own.reduce((sum, { reward }) => sum + reward, 0) / own.length
    return own
      .filter(({ reward }) => reward !== mean)
      .map((offer): Example => {
        const { split, prompt, text: completion, reward } = offer
        const origin = { ...problemOf(offer), offers: [offer] }
        return { kind: "label", split, prompt, completion, isGood: reward > mean, origin }
      })
  })
}

function problemOf({ problem }: Offered) {
  return problem === undefined ? {} : { problem: problem.id }
}
