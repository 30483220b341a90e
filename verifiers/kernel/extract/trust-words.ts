import { oneOf } from "./patterns.ts"

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

/** Between "the answer is" and a value these leave it as it is: "the ordered pair (2, 3)". */
export const LEADING = words(
  `approximately approx about around roughly exactly precisely simply just
  therefore thus hence then indeed clearly be is are was were been being equal equals equivalent
  given by only still actually obviously so definitely certainly to now also option choice
  letter merely really again finally overall it it's it’s that's that’s there's there the a an
  this our my your final correct right required desired following value number total sum
  difference product of fraction integer integers whole natural real complex positive
  non-negative prime point points ordered pair pairs triple tuple ratio expression result answer
  solution solutions set interval domain line function equation polynomial matrix vector angle
  length width height area volume perimeter distance time speed rate price cost amount count
  average mean median mode probability percentage percent degrees simplified form decimal mixed
  base all both values numbers formula sequence term inequality union coordinates single unique
  smallest largest least greatest maximum minimum remaining left rounded out comes turns in
  terms as follows written expressed shown here these he she they we you will get has have had
  gets needs can make makes see found find obtain between from closed open half-open empty
  infinite identity zero circle parabola ellipse hyperbola plane segment monic quadratic cubic
  linear rational irrational even odd boxed numerical exact slope radius diameter should must
  computed calculated determined probably likely equivalently and s`,
)

/** "A total of 5" is 5; a loss of 5, a multiple of 5 and one of 5 are not. */
export const MEASURES = words(
  `total value values number numbers length width height area volume perimeter distance time
  speed rate price cost amount count average mean median mode probability chance percentage
  degree measure radius diameter circumference age weight mass profit gain maximum minimum max
  min sum form set pair coordinates combination slope score temperature temperatures depth
  duration period frequency interest discount salary income revenue capacity population group
  team dose concentration coefficient intercept magnitude size answer result solution subtotal
  grand-total tip bill fee balance remainder level ratio angle order rank dimension frequency`,
)

/** "The answer most students give", "the answer in the book": somebody else's answer. */
export const SUBJECTS_OF_OTHERS = words(
  `most many some others different people students solvers everybody everyone textbook book books
  back according depends depend careless claimed believed supposed thought known rumoured used
  usually often typically commonly said says naive wrong incorrect mistaken never cannot might
  might've could would-be key reader readers lies lie had isn't isn’t aren't won't won’t wasn't
  not would've could've might've should've`,
)

export const MAYBES = words("would could might may cannot can't has")

/** "5 larger", "5 higher than": a value that is compared with is no answer. */
export const COMPARED = words(
  `larger greater smaller higher lower bigger taller shorter longer older younger faster slower
  fewer less more heavier lighter wider cheaper colder warmer hotter deeper nearer closer later
  earlier sooner richer poorer`,
)

/** "5 is the wrong answer", "5 is the trap". */
export const UNSETTLING = words(
  `wrong incorrect mistaken false naive trap usual common typical tempting careless expected
  number-one opposite negative reciprocal inverse square double half root first second key most
  many students people everyone textbook`,
)

const TAKEN = oneOf("excluded|rejected|discarded|corrected|changed|dropped")
const WHERE = oneOf(
  "before|except|unless|with probability|at first|in the (?:text)?book|in the key",
)

/** Behind a value these say when, where or for whom it would hold, or take it away. */
export const TAKES = new RegExp(
  [
    `^[\\s$,]*${WHERE}\\b`,
    `^[\\s$]*${oneOf("has to|have to|needs? to|must|should")} be ${TAKEN}`,
    "^[\\s$]*makes? the denominator|^[\\s$]*lies? outside",
    "^[\\s$]*\\?",
  ].join("|"),
)
