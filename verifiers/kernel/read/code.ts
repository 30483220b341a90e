import { isDigit, isLetter } from "./digits.ts"

/**
 * Where a text has the shape of program code, or null. Code is refused, whatever it would compute:
 * an answer is a value, not a program that makes one. One pass; calls of functions that
 * mathematics knows are no code.
 */
export function codeAt(text: string): number | null {
  for (let at = 0; at < text.length; at++) {
    const mark = text.charCodeAt(at)
    if (isLetter(mark) || mark === UNDERSCORE) {
      const end = wordEnd(text, at)
      if (isCodeWord(text, at, end)) return at
      at = end - 1
    } else if (CODE_SIGNS.has(mark) && isCodeSign(text, at)) return at
    else if (mark === BACKSLASH) at = commandEnd(text, at)
  }
  return null
}

/** What `isCodeSign` asks about: = & < # ` ( ; */
const CODE_SIGNS = new Set([..."=&<#`(;"].map((sign) => sign.charCodeAt(0)))
const UNDERSCORE = 95
const BACKSLASH = 92
const CALL = "("

function wordEnd(text: string, start: number): number {
  let end = start
  while (isNameCode(text.charCodeAt(end))) end++
  return end
}

function isNameCode(code: number): boolean {
  return isLetter(code) || isDigit(code) || code === UNDERSCORE
}

function commandEnd(text: string, at: number): number {
  let end = at + 1
  while (isLetter(text.charCodeAt(end))) end++
  return end === at + 1 ? end : end - 1
}

/** Words after which a call or another word makes a statement. */
const CALLED = new Set([
  ...["eval", "exec", "print", "printf", "require", "import", "system", "open", "input", "alert"],
  ...["config", "evaluate", "parse", "compile", "setTimeout", "setInterval", "fetch", "Function"],
  ...["createUnit", "simplify", "reviver", "resolve", "while", "switch", "catch", "typeof"],
  ...["__import__", "getattr", "setattr", "globals", "locals", "constructor", "chain", "help"],
  ...["exit", "quit", "range", "len", "str", "int_", "float", "lambda", "function", "sizeof"],
])
const LEADING = new Set(["import", "def", "class", "return", "const", "let", "var", "function"])
const ANYWHERE = new Set([
  ...["console", "process", "globalThis", "__proto__", "lambda", "prototype", "constructor"],
  ...["subprocess", "childprocess", "hasOwnProperty", "__class__", "__globals__"],
])

function isCodeWord(text: string, at: number, end: number): boolean {
  if (end === at + 1) return false
  const word = text.slice(at, end)
  if (word.includes("__")) return true
  const next = text[end]
  if (isMember(text, end)) return true
  if (next === CALL && CALLED.has(word)) return true
  if (ANYWHERE.has(word) && word !== "lambda" && (next === "." || next === "[")) return true
  if (word === "lambda") return isLambda(text, end)
  return LEADING.has(word) && next === " " && isStatement(text, word, end + 1)
}

const MEMBERS_MAX = 4

/** os.system(), a.b(): a member of a name is called or assigned. `sq.ft` and `e.g.` are no code. */
function isMember(text: string, start: number): boolean {
  let end = start
  for (let members = 0; members < MEMBERS_MAX; members++) {
    if (text[end] !== "." || !isLetter(text.charCodeAt(end + 1))) return false
    end = wordEnd(text, end + 1)
    if (text[end] === CALL || text[end] === "=") return true
  }
  return true
}

/** `lambda x: …` is code; the plain-text name of λ is not. */
function isLambda(text: string, end: number): boolean {
  if (text[end] !== " " && text[end] !== ":") return false
  const name = wordEnd(text, end + 1)
  return text[end] === ":" || (name > end + 1 && text[name] === ":")
}

/** `import os`, `return 5`, `let x = 5`; `let x be five` is not code. */
function isStatement(text: string, word: string, start: number): boolean {
  const end = wordEnd(text, start)
  if (end === start) return word === "return"
  const next = text[end] === " " ? text[end + 1] : text[end]
  if (word === "import" || word === "return") return next === undefined || next !== ","
  if (word === "class") return next === "{" || next === ":"
  return next === "=" || next === CALL
}

function isCodeSign(text: string, at: number): boolean {
  const mark = text[at]
  const next = text[at + 1]
  if (mark === "=") return next === "=" || (next === ">" && text[at - 1] !== "<")
  if (mark === "&") return next === "&"
  if (mark === "<") return next === "/" || next === "?" || text.startsWith("<script", at)
  if (mark === "#") return text.startsWith("#include", at) || next === "!"
  if (mark === "`") return next === "`" || next === "$"
  if (mark === "(") return next === ")"
  return mark === ";" && isCallAfter(text, at + 1)
}

/** `5; f()` and `5;process`: what follows a semicolon is called or assigned, or is a long name. */
function isCallAfter(text: string, start: number): boolean {
  let at = start
  while (text[at] === " " || text[at] === "\n") at++
  const end = wordEnd(text, at)
  if (end - at < 2) return false
  return text[end] === "." || (text[end] === CALL && end - at > 4)
}
