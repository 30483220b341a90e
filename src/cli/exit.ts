/** What the shell is told. Scripts may rely on these numbers. */
export const EXIT = {
  done: 0,
  failure: 1,
  usage: 2,
  /** A tripwire halted the run, an audit or a recall found faults, or a verifier breaks a claim. */
  halted: 3,
  /** What models may cost is spent; the run goes on with a larger budget. */
  spent: 4,
  /** A promotion waits for a person. */
  awaiting: 5,
  /** `agon grade` of one answer. */
  incorrect: 10,
  undecided: 11,
  interrupted: 130,
} as const

export const EXIT_CODES_HELP = [
  "0    done",
  "1    it could not be done; the message says why and what to do",
  "2    the command line or the recipe is not understood",
  "3    a tripwire halted the run, an audit or recall found faults, a verifier breaks a claim",
  "4    the budget is spent; `agon resume --budget <dollars>` goes on",
  "5    a promotion waits for a person; `agon approve <run>` answers",
  "10   `agon grade` of one answer: incorrect",
  "11   `agon grade` of one answer: undecided",
  "130  interrupted; `agon resume` goes on",
]

/** What the person at the keyboard can put right by typing something else. */
export class UsageError extends Error {
  override readonly name = "UsageError"
  readonly advice: string | undefined

  constructor(message: string, advice?: string) {
    super(message)
    this.advice = advice
  }
}
