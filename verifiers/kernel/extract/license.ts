import type { Token } from "./tokens.ts"
import { BEFORE_NOUNS, FILLERS, HEAD_NOUNS, VALUE_VERBS } from "./words.ts"

/**
 * Whether the words right before a value let it be what a sentence says that nobody announced as
 * an answer. "She walked 36 miles" and "it simplifies to 36" do; "divide by 36", "at x = 36" and
 * "students often answer 36" do not.
 */
export function isLicensed(list: readonly Token[], first: number): boolean {
  const at = governing(list, first)
  const word = list[at]?.word ?? ""
  const before = list[at - 1]?.word ?? ""
  if (word === "" || (word !== "of" && VALUE_VERBS.has(word))) return !isOfReader(list, at)
  if (word === "of") return !QUANTITIES.has(before) && list[first - 1]!.word !== "the"
  if (word === "to") return hasVerb(list, at, RESULTS_TO)
  if (word === "at" || word === "in") return COPULAS.has(before) || hasVerb(list, at, PLACES)
  if (word === "as") return hasVerb(list, at, FORMS)
  if (word === "with") return hasVerb(list, at, ENDINGS)
  if (word === "say" || word === "guess")
    return list.slice(0, at).some((each) => OWN.has(each.word))
  return !PREPOSITIONS.has(word) && !WORKINGS.has(word)
}

/** "We get 36, but order matters": what is said last speaks against the value. */
export function endsInBut(list: readonly Token[], behind: number): boolean {
  const at = list.findIndex(({ word }, i) => i >= behind && TURNS.has(word))
  return at >= 0 && !list.slice(at).some(({ role }) => role === "value")
}

/** The word that decides: marks, articles and words that say nothing are passed over. */
function governing(list: readonly Token[], first: number): number {
  let at = first - 1
  for (; at >= 0; at -= 1) {
    const { word, role } = list[at]!
    if (role === "break" || word === ",") return -1
    if (word === "by" || (word === "answer" && list[at - 1]?.role === "prose")) {
      if (word === "by" || !BEFORE_NOUNS.has(list[at - 1]!.word)) return at
    }
    if (VALUE_VERBS.has(word) || word === "to") return at
    const isPassed = FILLERS.has(word) || HEAD_NOUNS.has(word) || ARTICLES.has(word)
    if (role !== "glue" && role !== "joiner" && !isPassed) return at
  }
  return at
}

/** "You gave 36", "the key is 36": it speaks of the question, or to whoever grades. */
function isOfReader(list: readonly Token[], at: number): boolean {
  return list.slice(0, Math.max(at, 0)).some(({ word }, i) => {
    return GRADING.has(word) || (word === "you" && i === at - 1)
  })
}

/** One of the verbs stands just before: "adds up to", "can be written as". */
function hasVerb(list: readonly Token[], at: number, verbs: ReadonlySet<string>): boolean {
  return list.slice(Math.max(0, at - VERB_WORDS_MAX), at).some(({ word }) => verbs.has(word))
}

const VERB_WORDS_MAX = 5 // "simplifies the whole expression down to" has four

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

const TURNS = words("but yet however")
const ARTICLES = words("the a an this that my our")
const OWN = words("i i'd i’d i'll i’ll we we'd")
const COPULAS = words("is are was")
const ENDINGS = words("end ends ended left leaves leave finish finishes finished up remain remains")
const GRADING = words("key grader reference target goal")
const QUANTITIES = words(
  `some one two three four five six seven eight nine ten many most all none each every both few any
  several half instead because multiple factor divisor`,
)
const RESULTS_TO = words(
  `simplify simplifies simplified simplifying sums add adds added adding amount amounts come comes
  came converge converges diverge diverges reduce reduces reduced evaluate evaluates evaluated equal equals congruent
  bring brings bringing brought lead leads leading factor factors rise rises rose drop drops
  increase increases increased decrease decreases decreased grow grows grew round rounds rounded
  tend tends corresponds equates equivalent proportional totals works worked out boils going
  goes expands turns changes changed approximately`,
)
const PLACES = words(
  `meet meets intersect intersects cross crosses lie lies located arrive arrives occurs
  finish finishes end ends start starts ended notation form form: degrees dollars terms base result
  resulting stands`,
)
const FORMS = words(
  `factor factors factored written write expressed express simplified given known solution obtained
  get gets find found have has define defined rewrite rewritten result answer obtain`,
)
const PREPOSITIONS = words(
  `by from with than on for under over near into against until till through without upon via beside
  toward towards between among per if whether`,
)
/** What these do with a value is working, or what others do with it. */
const WORKINGS = words(
  `answer answers say divide halve double multiply add subtract try test substitute consider choose
  pick accept confirm expects expect wants use using plug check verify plugging substituting trying
  testing claim claiming beware guess recall remember note`,
)
