const SEQUENCE = /^\p{Cc}\[(\??)(\d*)([A-Za-z])/u

/**
 * A terminal of a given width that knows just what the live block uses: line feeds, moving up,
 * erasing. Any other control character is an error, so a test with it holds the block to these.
 */
export class Screen {
  readonly isTTY = true
  readonly columns: number
  readonly rows: number
  readonly lines: string[] = [""]
  /** How often a line reached beyond the last column. */
  overflows = 0
  writes = 0
  private row = 0
  private column = 0

  constructor(columns: number, rows = 40) {
    this.columns = columns
    this.rows = rows
  }

  write(text: string): void {
    this.writes++
    for (let at = 0; at < text.length; ) {
      const sequence = SEQUENCE.exec(text.slice(at))
      if (sequence !== null) {
        this.obey(sequence[1]! + sequence[3]!, Number(sequence[2] || 1))
        at += sequence[0].length
      } else {
        this.put(text[at]!)
        at++
      }
    }
  }

  /** What stands on the screen, without the empty line that the cursor is on. */
  get text(): string {
    return this.lines.join("\n").trimEnd()
  }

  private obey(command: string, count: number): void {
    switch (command) {
      case "A":
        this.row = Math.max(0, this.row - count)
        return
      case "K":
        this.lines[this.row] = this.lines[this.row]!.slice(0, this.column)
        return
      case "J":
        this.lines.length = this.row + 1
        this.lines[this.row] = this.lines[this.row]!.slice(0, this.column)
        return
      case "?h":
      case "?l":
        return
      default:
        throw new Error(`the view sent an escape sequence that it should not: ${command}`)
    }
  }

  private put(character: string): void {
    if (character === "\n") {
      this.row++
      this.column = 0
      this.lines[this.row] ??= ""
      return
    }
    if (character === "\r") {
      this.column = 0
      return
    }
    if (/\p{Cc}|\p{Cf}/u.test(character))
      throw new Error(`a control character: ${escape(character)}`)
    const line = this.lines[this.row]!.padEnd(this.column)
    this.lines[this.row] = line.slice(0, this.column) + character + line.slice(this.column + 1)
    this.column++
    if (this.column > this.columns) this.overflows++
  }
}
