const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

/** What follows one of these is a conclusion from what stands before. */
export const CONCLUDING = words(
  "so therefore thus hence consequently whence accordingly thereby implying ∴ ⇒ → => i.e.",
)
export const SO_TAILS = words("that far many much on long")
/** A part that opens with one of these leads up to a statement, and its "not" is its own. */
export const OPENINGS = words(
  `since because as when although though while given without after once by for whereas despite
  assuming supposing unlike excluding rejecting discarding eliminating ignoring except besides
  instead`,
)
/** One of these makes what follows a supposition. */
export const SUPPOSING = words(
  `suppose want wants told recall remember tempting beware rarely seldom sometimes usually often
  states stated prove assume assumed imagine pretend unless otherwise whether hypothetically`,
)
export const IFS = words("if unless otherwise assuming provided supposing")
/** "If I am not mistaken", "if you simplify": no condition of the answer. */
export const OWN_WORDS = words("i i'm i’m we")
/** "If we add these" tells how, and supposes nothing. */
export const PROCEDURES = words("we you one")
export const MAYBES = words("could might may can")
export const HELPERS = words("would might could may will")
export const CROWDS = words("some people others many they students friends you")
/** "The number of students who claimed a prize", "the number that he thought of". */
export const RELATIVES = words("who that which whom he she they")
export const SAYING_OF_OTHERS = words(
  `says said claims claimed thinks thought guesses guessed suggests suggested mentions mentioned
  argues argued insists insisted asserts asserted believes believed according allegedly supposedly
  estimated reportedly misread`,
)
/** One of these anywhere before a value leaves it open, or denies it. */
export const DOUBTS = words(
  `doubt doubts doubtful deny denies denied refuse refuses refused reject rejects rejected disagree
  disagrees dispute disputes refute refutes exclude excludes excluded discard discards discarded
  eliminate eliminates nobody nothing none hardly scarcely barely unlikely anything unlike
  misprint contradict contradicts contradicting avoid avoids naive naively mistakenly wrongly
  incorrectly erroneously falsely dismiss dismisses depends suspicious unsure uncertain either
  differ differs`,
)
/** These deny a value where they are said of it; before it they may belong to the subject. */
export const UNTRUE = words(
  `wrong false incorrect untrue mistaken invalid impossible misprint typo mistake error
  contradiction absurd extraneous spurious nonsense inadmissible unacceptable rejected discarded
  excluded fake misleading erroneous unlikely doubtful correction inconsistent contradictory`,
)
/** Answers that were given up for the answer: "the naive answer is 36". */
export const TENTATIVE = words(
  `expected reference trap naive initial original previous earlier old tempting possible apparent
  former intuitive rejected`,
)
export const ARTICLES = words(
  "the a an this that my our final correct required desired whole actual",
)
export const OWNERS = words(
  "of than twice thrice half double triple times minus plus from below above over",
)
export const SAME = words("value form version statement")
export const SUBJECT_CHANGES = words(
  `squared cubed minus plus times divided multiplied doubled tripled halved increased decreased
  reduced according modulo mod truncated raised`,
)
export const FILLERS_BEHIND = words(
  `the a an about approximately roughly exactly precisely just only simply therefore thus hence
  then also now indeed clearly always still actually again finally probably likely definitely
  certainly almost around nearly option choice letter number value surely maybe perhaps possibly
  given by here equal`,
)
export const EQUALS = words(
  `is are was were be been being equals becomes become comes come to as out get gets obtain obtains
  find gives give yields yield it's that's isn't answer have should must would will`,
)
export const HARMLESS = words(
  "hard difficult surprising surprisingly only just affected merely necessary to matter",
)
export const BELIEFS = words(
  `think believe true case correct say claim clear sure certain possible follow mean imply conclude
  expect convinced guarantee right`,
)
/** "36 is too large", "36 is only a bound": the sentence says why it is not the answer. */
export const REASONS = words(
  "close too twice double half triple than bound guess estimate insufficient",
)
export const ABOUT_ANSWERS = words(
  `this that it answer found know determined satisfy satisfies work works valid known agree accept`,
)
/** Here a sentence may turn against what it has said. */
export const TURNS = words("but however though although yet which —")
export const COPULAS = words("is are was were does do did would seems looks can it that")
export const RECALLING = words("sorry oops kidding scratch")
export const REFUSING = words(
  "contradiction contradicting impossible absurd reject rejected discard wrong",
)
export const FAILING = words(
  `needs need fails fail isn't isn’t doesn't doesn’t cannot can't can’t won't contradicts violates`,
)

/** Before "answer": "the wrong answer is 36". */
export const WRONG_KINDS = words("wrong incorrect false mistaken erroneous invalid")
