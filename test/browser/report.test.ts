import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { renderReport } from "../../src/view/report.ts"
import { poison } from "../view/hostile.ts"
import { playSmallRun } from "../view/small-run.ts"
import { type Chromium, findChromium, load, openChromium, type Page, picture } from "./chromium.ts"
import { CONTRASTS, type Contrast, FOCUSABLE, REACHED } from "./probes.ts"

/**
 * The report as a reader's browser shows it. Needs Chromium (`apt-get install -y chromium`);
 * without one these tests are skipped, unless AGON_BROWSER=1 says that there must be one.
 * AGON_SHOTS names a folder for pictures.
 */
const chromiumPath = findChromium()
const mustRun = process.env.AGON_BROWSER === "1"
const skipped = chromiumPath === undefined && !mustRun
const title = skipped
  ? "the report in a browser (skipped: no Chromium here)"
  : "the report in a browser"

const LOOKS = [
  { name: "light", width: 1200, scheme: "light" },
  { name: "dark", width: 1200, scheme: "dark" },
  { name: "phone", width: 360, scheme: "light" },
  { name: "phone-dark", width: 360, scheme: "dark" },
] as const

describe.skipIf(skipped)(title, () => {
  let chromium: Chromium
  let folder: string
  let honest: string
  let poisoned: string

  beforeAll(async () => {
    if (chromiumPath === undefined) throw new Error("AGON_BROWSER=1, but there is no Chromium here")
    folder = mkdtempSync(join(tmpdir(), "agon-report-"))
    const { history } = await playSmallRun()
    const about = { runId: "browser-test", version: "0.0.0" }
    honest = write("honest.html", renderReport(history, about))
    poisoned = write("poisoned.html", renderReport(poison(history), about))
    chromium = await openChromium(chromiumPath)
  })

  afterAll(async () => {
    await chromium?.close()
    if (folder) rmSync(folder, { recursive: true, force: true })
  })

  function write(name: string, text: string): string {
    const path = join(folder, name)
    writeFileSync(path, text)
    return pathToFileURL(path).href
  }

  async function open(url: string, look: (typeof LOOKS)[number]): Promise<Page> {
    const page = await chromium.openPage()
    await load(page, url, look)
    await page.value("document.querySelectorAll('details').forEach(one => { one.open = true })")
    return page
  }

  for (const look of LOOKS) {
    describe(`${look.name}, ${look.width} px`, () => {
      let page: Page
      beforeAll(async () => {
        page = await open(honest, look)
      })

      it("reports no error and asks for nothing but the file itself", () => {
        expect(complaintsOf(page)).toEqual([])
        expect(requestsOf(page)).toEqual([honest])
      })

      it("does not scroll sideways, with every detail open", async () => {
        const width = await page.value<number>("document.documentElement.scrollWidth")
        expect(width).toBeLessThanOrEqual(look.width)
      })

      it("has text with a contrast of at least 4.5 to 1", async () => {
        // A small run solves little, so the heat maps are given every tint that they can have.
        await page.value(`document.querySelectorAll(".heat td").forEach((one, at) => {
          one.style.setProperty("--s", (at * 10) % 110)
        })`)
        const found = await page.value<Contrast[]>(CONTRASTS)
        expect(found.length).toBeGreaterThan(100)
        expect(found.filter(({ ratio }) => ratio < 4.5)).toEqual([])
      })

      it("can be pictured", async () => {
        const png = await picture(page)
        expect(png.length).toBeGreaterThan(20_000)
        const shots = process.env.AGON_SHOTS
        if (shots === undefined) return
        mkdirSync(shots, { recursive: true })
        writeFileSync(join(shots, `report-${look.name}.png`), png)
      })
    })
  }

  it("lets Tab reach every link, every detail and every box that scrolls", async () => {
    const page = await open(honest, LOOKS[0])
    const wanted = await page.value<string[]>(FOCUSABLE)
    expect(wanted.length).toBeGreaterThan(20)
    const reached = new Set<string>()
    for (let press = 0; press < wanted.length + 5; press++) {
      const key = { key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 }
      await page.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...key })
      await page.send("Input.dispatchKeyEvent", { type: "keyUp", ...key })
      reached.add(await page.value<string>(REACHED))
    }
    expect(wanted.filter((name) => !reached.has(name))).toEqual([])
  })

  it("opens the skip link first, and it leads to the curve", async () => {
    const page = await open(honest, LOOKS[0])
    const key = { key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 }
    await page.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...key })
    expect(await page.value("document.activeElement.className")).toBe("skip")
    expect(await page.value("document.activeElement.getBoundingClientRect().left")).toBe(0)
    expect(await page.value("document.querySelector(document.activeElement.hash).id")).toBe(
      "learning",
    )
  })

  it("names every picture and every region for those who listen", async () => {
    const page = await open(honest, LOOKS[0])
    const unnamed = `[...document.querySelectorAll("[role=img], [role=region]")]
      .filter(one => !one.getAttribute("aria-label")?.trim()).length`
    expect(await page.value(unnamed)).toBe(0)
    const twice = `(() => { const ids = [...document.querySelectorAll("[id]")].map(one => one.id)
      return ids.length - new Set(ids).size })()`
    expect(await page.value(twice)).toBe(0)
  })

  it("lets hostile text load, run and overflow nothing", async () => {
    const page = await open(poisoned, LOOKS[2])
    expect(complaintsOf(page)).toEqual([])
    expect(requestsOf(page)).toEqual([poisoned])
    expect(
      await page.value("document.querySelectorAll('img, script, iframe, object').length"),
    ).toBe(0)
    expect(await page.value("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360)
  })
})

function complaintsOf(page: Page): unknown[] {
  const loud = ["Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"]
  return page.heard.filter(
    ({ method }) => loud.includes(method) || method === "Page.javascriptDialogOpening",
  )
}

function requestsOf(page: Page): string[] {
  return page.heard
    .filter(({ method }) => method === "Network.requestWillBeSent")
    .map(({ params }) => (params.request as { url: string }).url)
}
