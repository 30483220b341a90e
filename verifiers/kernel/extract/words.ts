const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

/** They stand before a value and say nothing about it. */
export const FILLERS = words(
  `approximately maybe perhaps possibly approx about around roughly exactly precisely
  simply just therefore thus hence then indeed clearly be is are was equal equals equivalent given
  by that only still actually obviously so probably likely definitely certainly to now also option
  choice letter merely really indeed again correction altogether overall finally consequently
  accordingly ultimately was would should must been being it it's it’s that's that’s there's`,
)

/** An article is skipped with one of these nouns: "the number 5", "option B". */
export const HEAD_NOUNS = words(
  `number value following option choice letter total sum fraction integer point ratio correct
  expression answer result`,
)

/** Words that belong to maths as it is spoken; they join what stands beside them. */
export const MATH_WORDS = words(
  `sin cos tan cot sec csc sinh cosh tanh arcsin arccos arctan asin acos atan log ln exp sqrt cbrt
  abs floor ceil round gcd lcm min max mod det arg im re pi infinity inf oo percent million
  billion trillion thousand hundred times plus minus over squared cubed base to per pm am p.m a.m
  noon p.m. a.m. o'clock modulo degrees union alpha beta gamma delta theta lambda mu phi omega
  sigma epsilon choose factorial th st nd rd`,
)

/** A value that follows one of these at once is what the sentence is about. */
export const VALUE_VERBS = words(
  `is are was were be been equals equal has have had get gets got give gives gave make makes made
  find found obtain obtains need needs cost costs take takes took earn earns total totals contain
  contains leave leaves remain remains become becomes yield yields of produce produces spend
  spends it's there're that's pay pays receive receives read reads save saves require requires`,
)

/** A text with one of these is a sentence, and no bare answer. */
export const SENTENCE_WORDS = words(
  `does do diverges converges is are was were be has have had get gets got we i he she they it's
  that's therefore thus hence so because since think believe guess gives makes made find equals
  need needs costs takes took earns contains leaves remains becomes yields isn't aren't wasn't
  can't cannot don't doesn't it let's answer will should must would could might may you say says
  ignore wrong incorrect tends approaches`,
)

/** Here the main clause has ended. */
export const SUBORDINATORS = words(
  "when if because since where while for after before given as provided whenever assuming unless",
)

/** A sentence that starts with one of these tests the answer, and is not one. */
export const CHECKS = words(`check checking verify verification verifying note recall example`)

/** A value behind one of these is the one that is denied. */
export const NEGATORS = words(
  `not isn't aren't wasn't weren't never cannot can't couldn't neither nor isn’t aren’t wasn’t
  can’t doesn't doesn’t don't don’t won't shouldn't wouldn't ain't hardly scarcely differ differs
  refuse refuses exceeds divides`,
)

/** Two words that deny what follows, by their last word. */
export const NEGATOR_PAIRS: ReadonlyMap<string, string> = new Map([
  ["of", "instead"],
  ["but", "anything"],
  ["than", "rather"],
])

export const WRONG_WORDS = words("wrong incorrect false mistaken invalid impossible")

/** Said where somebody does not commit to one of several values. */
export const HEDGES = words(
  `either maybe perhaps possibly might could may unsure uncertain alternatively guess unclear`,
)

/** An answer in words may start with one of these and then hold numbers: "all x except 3". */
export const WORD_ANSWERS = words(
  `no none all every any never always yes true false infinitely undefined neither both each
  impossible divergent diverges converges empty unknown unclear undetermined`,
)

/** A sentence that starts with one of these draws the conclusion. */
export const CONCLUSIONS = words(
  `therefore thus hence so consequently finally altogether accordingly total conclusion overall
  ultimately`,
)

/** Cues before which a statement is no statement: "if the answer is 5", "check that the answer". */
export const CONDITIONS = words(
  `if might whether suppose supposing assume assuming unless when would-be is what what's whose
  check guess checking were`,
)

/** Nouns after "answer" that make it another thing: "answer choices", "answer key". */
export const OTHER_NOUNS = words(
  `choices options key keys format sheet box tag tags type section below above here in and or but`,
)

/** Before "answer" they make a noun of it: "students answer 36" announces nothing. */
export const BEFORE_NOUNS = words(
  "the an a my our your this that final correct right get gets as and so or is numerical exact",
)

/** A full stop behind one of these does not end a sentence. */
export const ABBREVIATIONS = words(
  "approx sq ft cu no vs e.g i.e dr mr mrs ms st oz lb lbs fl hr hrs min sec eq fig resp etc cf",
)

/** One of these opens a sentence that takes something back and puts another value in its place. */
export const RECALLS = words(
  "wait actually no oops sorry hmm correction hold oh edit rather edited",
)

/** These take back what was said before them, wherever they stand. */
export const RETRACTIONS: readonly string[] = [
  ...["scratch that", "take that back", "take it back", "disregard", "ignore that"],
  ...["i disagree", "misprint", "before the correction", "cannot be found", "cannot be determined"],
  ...["can't be determined", "cannot be certain", "not be certain", "a contradiction", "no such x"],
  ...["this", "that", "it"].flatMap((subject) =>
    [
      " is false",
      " is nonsense",
      " is a typo",
      " is a mistake",
      " can't be right",
      " contradicts",
    ].map((ending) => `${subject}${ending}`),
  ),
  ...["cannot be right", "cannot be correct", "can't be correct", "just kidding"],
  ...["i made a mistake", "i made an error", "let me correct", "correction:", "not the answer"],
  ...["that", "this", "it", "answer", "above", "result", "which"].flatMap((subject) =>
    [" is", "'s", " was"].flatMap((verb) =>
      [" wrong", " incorrect", " not right", " not correct", "n't right", "n't correct"].map(
        (ending) => `${subject}${verb}${ending}`,
      ),
    ),
  ),
]
