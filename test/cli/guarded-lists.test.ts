import { existsSync, readFileSync } from "node:fs"
import { gzipSync } from "node:zlib"
import { beforeAll, describe, expect, it } from "vitest"
import { foreignList, printed } from "../../src/cli/export-bundle-lists.ts"
import { openFirewall, printNames } from "../../src/rule/contamination.ts"
import { exporting } from "../training/exporting.ts"
import { bench, TINY } from "./agon.ts"

const { agon, folder, file } = bench()
const { bundle } = exporting(folder)
const ASKED = "A train leaves the station at noon. How many miles has it gone after 17 hours at 6?"

const OURS = `problem_${"0".repeat(24)}`

/** Whether a text is found in a list that is read from a file. */
async function isFound(content: string | Uint8Array, text = ASKED): Promise<boolean> {
  const list = await foreignList(file("list", content), new Set(printNames(printed(text))))
  return openFirewall([list], printed).check({ text })?.method === "exact"
}

const utf16 = Buffer.from(`\uFEFF${ASKED}\n`, "utf16le")
const chat = { messages: [{ role: "user", content: ASKED }] }
const said = { messages: [{ role: "assistant", content: ASKED }] }

const READ: readonly (readonly [form: string, content: string])[] = [
  ["text", `Something else.\n\n  ${ASKED}  \n`],
  ["text with a byte-order mark", `\uFEFF${ASKED}\n`],
  ["text with Windows' ends of lines", `Something else.\r\n${ASKED}\r\n`],
  ["text without an end", ASKED],
  ["text after a set in braces", `{1, 2} is a set.\n${ASKED}`],
  ["strings of JSON", `${JSON.stringify(ASKED)}\n`],
  ["a question with its answer", JSON.stringify({ question: ASKED, answer: "102" })],
  ["a row of ours, whose problem is an id", JSON.stringify({ problem: OURS, prompt: ASKED })],
  ["conversations", JSON.stringify(chat)],
  [
    "conversations of another spelling",
    JSON.stringify({ conversations: [{ from: "human", value: ASKED }] }),
  ],
  ["a prompt of messages", JSON.stringify({ prompt: chat.messages, solution: "102" })],
  ["a whole array on one line", JSON.stringify([{ problem: "2 + 2" }, { problem: ASKED }])],
  ["prints", JSON.stringify(printed(ASKED))],
]

describe("a list of what must not be trained on", () => {
  it.each(READ)("is read as %s", async (_, content) => {
    expect(await isFound(content)).toBe(true)
  })

  const REFUSED: readonly (readonly [form: string, content: string | Uint8Array])[] = [
    ["another encoding", utf16],
    ["an archive", gzipSync(ASKED)],
    ["zero bytes", `${ASKED}\0\n`],
    ["JSON over several lines", JSON.stringify([{ question: ASKED }], null, 2)],
    ["JSON that is broken", `{"question": "${ASKED}`],
    ["JSON without a text", '{"answer":"102"}'],
    ["a conversation without a question", JSON.stringify(said)],
    ["nothing", "\n \n"],
  ]

  it.each(REFUSED)("is refused, and not passed over, as %s", async (_, content) => {
    await expect(isFound(content)).rejects.toThrow(/list/)
  })

  const DISGUISES: readonly (readonly [how: string, text: string])[] = [
    ["case and spacing", `  ${ASKED.toUpperCase().replace(/ /g, "\u00A0 ")}`],
    ["hidden characters", ASKED.replace("train", "tr\u200Ba\u00ADin")],
    ["wide letters and figures", ASKED.replace("17 hours", "\uFF11\uFF17 \uFF48ours")],
    ["letters of other scripts that look alike", ASKED.replace(/a/g, "а").replace(/o/g, "ο")],
    ["mathematical letters", ASKED.replace("noon", "𝐧𝐨𝐨𝐧")],
    ["its last sign", ASKED.replace("?", " . ")],
  ]

  it.each(DISGUISES)("is found behind %s", async (_, text) => {
    expect(text).not.toBe(ASKED)
    expect(await isFound(ASKED, text)).toBe(true)
    expect(await isFound(text, ASKED)).toBe(true)
  })

  it("is held only as far as it matters, and named by its lines", async () => {
    const other = Array.from({ length: 5_000 }, (_, n) => `How heavy are ${n} stones of ${n} kg?`)
    const path = file("long.txt", [...other, "", ASKED].join("\n"))
    const list = await foreignList(path, new Set(printNames(printed(ASKED))))
    expect([list.size, list.items.length]).toEqual([5_001, 1])
    expect(openFirewall([list], printed).check({ text: ASKED })?.item).toBe(5_001)
  })
})

describe("agon prints", () => {
  let first: string

  beforeAll(async () => {
    const recipe = { ...TINY, problemsPerRound: 30 }
    await agon("run", file("tiny.json", JSON.stringify(recipe)), "--name", "tiny", "--no-report")
    const { folder: home } = await bundle("tiny", ["jsonl"])
    first = `${home}/data/jsonl/train.jsonl`
  }, 60_000)

  it("makes of a private list what an export is held against", async () => {
    const { code, out } = await agon("prints", first)
    expect(code).toBe(0)
    expect(out).not.toMatch(/[+=?]|pair_|problem_/)
    const path = file("private.jsonl", out)
    const refused = await agon(
      "export",
      "tiny",
      "--target",
      "jsonl",
      "--out",
      "x",
      "--against",
      path,
    )
    expect([refused.code, refused.err]).toEqual([
      1,
      expect.stringMatching(/line 1 of private\.jsonl, the same text/),
    ])
    const all = ["export", "tiny", "--target", "jsonl", "--out", "x", "--drop-contaminated"]
    const none = await agon(...all, "--against", path)
    expect(none.err).toMatch(/^\d+ rows are in what must not be trained on, and no row of jsonl/)
    const written = await agon("prints", first, "--out", `${folder}/again.jsonl`)
    expect(written.err).toMatch(/^\d+ prints/)
    expect(readFileSync(`${folder}/again.jsonl`, "utf8")).toBe(out)
    const broken = file("broken.jsonl", `${readFileSync(first, "utf8")}{"answer":"4"}\n`)
    expect((await agon("prints", broken, "--out", `${folder}/half.jsonl`)).code).toBe(2)
    expect(existsSync(`${folder}/half.jsonl`)).toBe(false) // half a list would guard half
  })
})
