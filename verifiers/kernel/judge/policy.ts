/**
 * The rules that mathematics does not settle. Each is on unless the task switches it off, and a
 * verdict that rests on one names it. A rule that is off leaves the question to the mathematics.
 */
export const POLICIES = {
  restatement: "an integral, sum, limit or derivative left undone is undecided",
  echo: "an equation or inequality is no answer where a value, set or interval was asked for",
  code: "text in the shape of program code is never an answer",
  "missing-unit": "an answer without the key's unit is forgiven",
  "wrong-unit": "an answer in a unit that does not convert to the key's is incorrect",
  percent: "a bare number equals a percentage where that is the key; the other way is undecided",
  rounding: "a decimal meets an exact value only if correctly rounded to enough significant digits",
  "decimal-key": "decimal against decimal must be equal, unless a tolerance is asked for",
  "integration-constant": "an antiderivative needs its + C if the key has one",
  constants: "the arbitrary constants of a general solution may have any of their usual names",
  names: "unknowns must have the key's names, unless declared dummies",
  "real-unknowns": "unknowns are real unless i occurs",
  "real-roots": "odd roots of negative numbers are real unless i occurs",
  "zero-power": "0^0 is undefined",
  undefined: "what is undefined equals nothing, itself included",
  "removable-points": "single points where only one side is undefined are forgiven and noted",
  "smaller-domain": "an answer that is undefined where the key is defined is not equal",
  hedge: "several different final answers are none",
  "mixed-script": "a numeral of mixed scripts is not read",
  form: "the form of the answer is judged only where the task asks for one",
  ratio: "ratios compare as ratios",
  "bad-key": "nobody is marked wrong for a key that cannot be read or has no value",
  ambiguous: "a text with two readings is accepted only if both are right",
  tolerance: "within the tolerance that the task allows",
  assignment: "a name before the answer, as in x = 5, is taken off where the key has none",
  order: "lists without brackets are compared whatever their order, tuples in order",
  singleton: "a set or list of one element counts as its element",
} as const satisfies Record<string, string>

export type Policy = keyof typeof POLICIES
