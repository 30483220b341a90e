import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { bench } from "./agon.ts"

const { agon, file, folder } = bench()

const grade = (...args: string[]) => agon("grade", ...args)

describe("agon grade of a table", () => {
  const table = '\ufeffName;KEY;Answer\r\n"Ada; L";1/2;0,5\r\n"B ""b""\n";1/2;"2/4"\r\n\r\nC;3\r\n'

  it("keeps the table as it was and adds three columns", async () => {
    const { code, out, err } = await grade(file("class.csv", table))
    expect(code).toBe(0)
    const lines = out.split("\r\n")
    expect(lines[0]).toBe("\ufeffName;KEY;Answer;outcome;reason;level")
    expect(lines[1]).toMatch(/^"Ada; L";1\/2;0,5;/)
    expect(lines[2]).toBe('"B ""b""\n";1/2;"2/4";correct;equal;proved')
    expect(lines[3]).toBe("")
    expect(lines[4]).toMatch(/^C;3;;(incorrect|undecided);empty;/)
    expect(err).toMatch(/^3 rows: /)
  })

  it("writes to a file that is there when it is whole", async () => {
    const path = file("small.csv", "key,answer\n1,1\n1,2")
    const { code, out, err } = await grade(path, "--out", "marked.csv")
    expect([code, out]).toEqual([0, ""])
    expect(err).toContain("2 rows: 1 correct, 1 incorrect, 0 undecided")
    expect(readFileSync(join(folder, "marked.csv"), "utf8")).toBe(
      "key,answer,outcome,reason,level\n1,1,correct,equal,proved\n" +
        readFileSync(join(folder, "marked.csv"), "utf8").split("\n")[2],
    )
  })

  it("marks columns of other names, or every row by one key", async () => {
    const path = file("names.csv", "Solution,Response\n4,4\n5,4\n")
    const named = await grade(path, "--key-column", "solution", "--answer-column", "RESPONSE")
    expect(outcomes(named.out)).toEqual(["correct", "incorrect"])
    const keyed = await grade(path, "--key", "4", "--answer-column", "response")
    expect(outcomes(keyed.out)).toEqual(["correct", "correct"])
    const lost = await grade(path)
    expect(lost.code).toBe(2)
    expect(lost.err).toContain("It has: Solution, Response")
    expect(lost.err).toContain("--key-column <one of them> --answer-column <one of them>")
  })

  it("reports the column that is not there, and no other", async () => {
    const path = file("both.csv", "key,answer\n1,1\n")
    const one = await grade(path, "--key-column", "kye")
    expect(one).toMatchObject({ code: 2, out: "" })
    expect(one.err).toContain("no column kye. Did you mean key? It has: key, answer")
    expect(one.err).not.toContain("answer-column")
    const two = await grade(path, "--key-column", "kye", "--answer-column", "anwser")
    expect(two.err).toContain("no column kye and no column anwser.")
  })

  it("says which rows have a key that nothing can be judged by", async () => {
    const { code, err } = await grade(file("keys.csv", "key,answer\n1,1\n,2\n2 + * 3,5\n1/0,1\n"))
    expect(code).toBe(0)
    expect(err).toContain("row 2, its key: it is empty")
    expect(err).toContain("row 3, its key: not understood at character 5")
    expect(err).toContain("row 4, its key: “1/0” has no value")
    expect(err).toContain("4 rows: 1 correct, 0 incorrect, 3 undecided, 3 for their key")
  })

  it("leaves empty rows, and a line that names the separator, as they are", async () => {
    const below = ";;\r\n ; ;\r\n\r\n"
    const path = file("below.csv", `sep=;\r\nName;key;answer\r\nAda;1;1\r\n${below}`)
    const { out, err } = await grade(path)
    expect(out).toBe(
      "sep=;\r\nName;key;answer;outcome;reason;level\r\n" +
        `Ada;1;1;correct;equal;proved\r\n${below}`,
    )
    expect(err).toBe("1 row: 1 correct, 0 incorrect, 0 undecided\n")
  })

  it("reads 3,5 as a decimal where it is told to, and says where that is missed", async () => {
    const rows = "3,5;3.5\n3,5;7/2\n2.75;2,75\n-1.234,5;-1234,5\n1.000;1000\n"
    const path = file(
      "comma.csv",
      `key;answer\n${rows}"{1,5; 2}";"{2; 1.5}"\n1,2,3;3,2,1\n3,5;3,6\n`,
    )
    const told = await grade(path, "--decimal-comma")
    expect(told.out.match(/;correct;/g)).toHaveLength(7)
    expect(told.out).toContain("3,5;3,6;incorrect")
    expect(told.err).toBe("8 rows: 7 correct, 1 incorrect, 0 undecided\n")
    const untold = await grade(path)
    expect(untold.err).toContain("rows not correct where one side has a comma, first row 1")
    expect(untold.err).toContain("--decimal-comma reads it as 3.5")
    const lists = await grade(file("lists.csv", "key;answer\n2,3;3,2\n2,3;2,4\n"))
    expect(lists.err).not.toContain("--decimal-comma")
  })

  it("does not judge a row that has more cells than the header", async () => {
    const path = file("wide.csv", "key,answer\n(1,2),(1,2)\n3,3,\n")
    const { out, err } = await grade(path)
    expect(outcomes(out)[0]).toBe("undecided")
    expect(out.split("\n")[1]).toContain("bad-line")
    expect(err).toContain("row 1: it has 4 cells, and the header has 2")
  })

  it("gives its own columns other names where the table has them already", async () => {
    const first = await grade(file("once.csv", "key,answer\n1,1\n"))
    const second = await grade(file("twice.csv", first.out))
    expect(second.code).toBe(0)
    expect(second.out.split("\n")[0]).toContain("agon outcome,agon reason,agon level")
  })

  it("refuses what is no table of text, in a sentence", async () => {
    for (const [name, content, sentence] of [
      ["latin.csv", Buffer.from("key,answer\n\xe9,1\n", "latin1"), "not in UTF-8"],
      ["open.csv", 'key,answer\n1,"2\n', "a quote that is never closed"],
      ["empty.csv", "", "the table is empty"],
    ] as const) {
      const { code, err } = await grade(file(name, content), "--out", "never.csv")
      expect(code, name).not.toBe(0)
      expect(err).toContain(sentence)
      expect(() => readFileSync(join(folder, "never.csv"))).toThrow()
      expect(() => readFileSync(join(folder, "never.csv.tmp"))).toThrow()
    }
  })
})

/** The outcomes of a marked table whose cells hold no line ends. */
function outcomes(out: string): string[] {
  const rows = out.trimEnd().split("\n").slice(1)
  return rows.map((row) => /,(correct|incorrect|undecided),/.exec(row)![1]!)
}
