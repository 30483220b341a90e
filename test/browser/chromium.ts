import { type ChildProcess, spawn } from "node:child_process"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import type { Readable, Writable } from "node:stream"

/** Where this machine has Chromium, or undefined. CHROMIUM names it where it is not on the path. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter)
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [process.env.CHROMIUM ?? "", ...paths].find((path) => path !== "" && existsSync(path))
}

export type Message = { readonly method: string; readonly params: Record<string, unknown> }

/** One tab, driven over the DevTools protocol. */
export interface Page {
  send(method: string, params?: object): Promise<Record<string, unknown>>
  /** Runs an expression in the page and returns its value. */
  value<T>(expression: string): Promise<T>
  /** All that the tab has reported so far. */
  readonly heard: readonly Message[]
}

export interface Chromium {
  openPage(): Promise<Page>
  close(): Promise<void>
}

const ANSWER_MS_MAX = 45_000 // a cold start on two busy cores took up to 20 s

/** Starts Chromium without a window. It is spoken to through a pipe: no port is opened. */
export async function openChromium(path: string): Promise<Chromium> {
  const profile = mkdtempSync(join(tmpdir(), "agon-chromium-"))
  const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"]
  const child = spawn(
    path,
    [...flags, `--user-data-dir=${profile}`, "--remote-debugging-pipe", "about:blank"],
    { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
  )
  const wire = openWire(child)
  return {
    async openPage() {
      const target = await wire.send("Target.createTarget", { url: "about:blank" })
      const attached = await wire.send("Target.attachToTarget", { ...target, flatten: true })
      return wire.page(attached.sessionId as string)
    },
    async close() {
      const gone = new Promise((resolve) => child.once("exit", resolve))
      child.kill("SIGKILL")
      await gone
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

type Waiting = { resolve(result: Record<string, unknown>): void; reject(error: Error): void }

/** Messages are JSON, each ended by a zero byte. */
function openWire(child: ChildProcess) {
  const input = child.stdio[3] as Writable
  const output = child.stdio[4] as Readable
  const waiting = new Map<number, Waiting>()
  const heard = new Map<string, Message[]>()
  let next = 1
  let rest = ""
  output.setEncoding("utf8")
  output.on("data", (chunk: string) => {
    const parts = (rest + chunk).split("\0")
    rest = parts.pop()!
    for (const part of parts) take(JSON.parse(part))
  })
  child.once("exit", () => {
    for (const { reject } of waiting.values()) reject(new Error("Chromium has gone"))
  })

  function take(message: Record<string, unknown>): void {
    const asked = waiting.get(message.id as number)
    if (asked !== undefined) {
      waiting.delete(message.id as number)
      if (message.error) asked.reject(new Error(JSON.stringify(message.error)))
      else asked.resolve(message.result as Record<string, unknown>)
    } else if (typeof message.sessionId === "string") {
      heard.get(message.sessionId)?.push(message as unknown as Message)
    }
  }

  function send(method: string, params: object = {}, sessionId?: string) {
    const id = next++
    input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    return new Promise<Record<string, unknown>>((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      setTimeout(() => reject(new Error(`no answer to ${method}`)), ANSWER_MS_MAX).unref()
    })
  }

  function page(sessionId: string): Page {
    const messages: Message[] = []
    heard.set(sessionId, messages)
    return {
      heard: messages,
      send: (method, params) => send(method, params, sessionId),
      async value<T>(expression: string) {
        const params = { expression, returnByValue: true, awaitPromise: true }
        const { result, exceptionDetails } = await send("Runtime.evaluate", params, sessionId)
        if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails))
        return (result as { value: T }).value
      },
    }
  }

  return { send, page }
}

/** Loads a file as a reader would, at a width and in a colour scheme, and waits until it stands. */
export async function load(
  page: Page,
  url: string,
  look: { readonly width: number; readonly scheme: "light" | "dark" },
): Promise<void> {
  const { width, scheme } = look
  await page.send("Page.enable")
  await page.send("Runtime.enable")
  await page.send("Log.enable")
  await page.send("Network.enable")
  const metrics = { width, height: 900, deviceScaleFactor: 1, mobile: width < 600 }
  await page.send("Emulation.setDeviceMetricsOverride", metrics)
  const features = [{ name: "prefers-color-scheme", value: scheme }]
  await page.send("Emulation.setEmulatedMedia", { features })
  await page.send("Page.navigate", { url })
  for (;;) {
    const ready = "document.readyState === 'complete' && location.href !== 'about:blank'"
    if (await page.value<boolean>(ready)) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** A picture of the whole page, or of a part of its height, as PNG bytes. */
export async function picture(page: Page, from = 0, height?: number): Promise<Uint8Array> {
  const size = "[document.documentElement.clientWidth, document.documentElement.scrollHeight]"
  const [width, all] = await page.value<[number, number]>(size)
  const clip = { x: 0, y: from, width, height: height ?? all - from, scale: 1 }
  const { data } = await page.send("Page.captureScreenshot", { clip, captureBeyondViewport: true })
  return Buffer.from(data as string, "base64")
}
