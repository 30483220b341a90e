import type { CallOutcome } from "../record/call.ts"
import type { Json } from "../record/canonical.ts"
import { type EventOf, RunEvent, type SuiteName } from "../record/event.ts"
import { type Hash, hashJson, type PairId, type ProblemId } from "../record/id.ts"
import type { Pair } from "../record/pair.ts"
import type { Problem } from "../record/problem.ts"
import type { Recipe } from "../record/recipe.ts"
import type { SolveRate } from "../record/solve-rate.ts"
import { sideOf } from "../rule/partition.ts"
import type { Store, StoredEvent } from "../store.ts"
import type { Verifier } from "../verifier.ts"
import { type BundleFiles, bundleFaults, callsOf, type Worded } from "./audit-bundle.ts"
import { pairFaults, problemFaults, readingsOf } from "./audit-problem.ts"
import { RunFailure } from "./failure.ts"
import { GENESIS, linkHash } from "./journal.ts"
import { rateOfMarks } from "./judge.ts"
import { EMPTY_CURRICULUM, extendCurriculum } from "./memory.ts"
import { verifierRef } from "./verifier-ref.ts"

/** What an audit reads. It asks no model and needs no network. */
export interface AuditParts {
  readonly store: Store
  readonly verifiers: readonly Verifier[]
  /** The agent of a recipe's solver: the words of training rows are its own. */
  solver(recipe: Recipe): Worded
  /** The spec that a formaliser's reply names: what a written statement was read as. */
  formalised(outcome: CallOutcome): Json | undefined
  /** A bundle's files as they are now; undefined where it is missing. */
  bundle(hash: Hash): Promise<BundleFiles | undefined>
  /** Hash of a checkpoint file's bytes as they are now; undefined where it is missing. */
  checkpoint(hash: Hash): Promise<Hash | undefined>
}

/** Something that is not as it must be, and where. */
export interface Fault {
  readonly where: string
  readonly fault: string
}

export interface AuditReport {
  readonly events: number
  readonly outcomes: number
  readonly sealed: number
  readonly problems: number
  readonly pairs: number
  /** Pairs whose label nobody proved, by the recipe's own choice, and which is wrong. */
  readonly wrongMajority: number
  readonly bundles: number
  readonly checkpoints: number
  readonly head: Hash
  readonly curriculum: Hash
  readonly faults: readonly Fault[]
  /** What a reader should know and that is no fault. */
  readonly notes: readonly string[]
}

/**
 * Goes through a run as a stranger who trusts nothing in it but the verifiers: every link of the
 * chain, every problem and kept pair judged again from its own record, every sealed family, every
 * file named by hash. Where a link is broken the audit says so and goes on, to name what changed.
 */
export async function audit(parts: AuditParts): Promise<AuditReport> {
  const auditor = new Auditor(parts)
  await auditor.readStore()
  return auditor.report()
}

class Auditor {
  private readonly parts: AuditParts
  private readonly faults: Fault[] = []
  private readonly notes: string[] = []
  private readonly posed = new Map<ProblemId, Problem>()
  private readonly kept = new Map<PairId, Pair>()
  private readonly sealed = new Map<SuiteName, readonly Problem[]>()
  private readonly checkpoints = new Set<Hash>()
  private readonly absent = new Set<Hash>()
  /** Of a run that has ended: the one checkpoint that must be there. */
  private champion: Hash | undefined
  private readonly bundles = new Set<Hash>()
  /** Verifiers that behave otherwise than those that the run began with. */
  private readonly moved = new Set<string>()
  private rates = new Map<ProblemId, SolveRate>()
  private latest: readonly Problem[] = []
  private sealedPermille = 0
  /** A model that is no file of ours plays under a name; there are no bytes to hash. */
  private isSeated = false
  private solver: Worded | undefined
  private curriculum = EMPTY_CURRICULUM
  private head = GENESIS
  private events = 0
  private outcomes = 0
  private wrongMajority = 0

  constructor(parts: AuditParts) {
    this.parts = parts
  }

  async readStore(): Promise<void> {
    const { store } = this.parts
    try {
      for await (const stored of store.read(0)) await this.takeStored(stored)
      for await (const _ of store.outcomes()) this.outcomes++
    } catch (error) {
      if (!(error instanceof RunFailure)) throw error
      this.fault(error.boundary, `${error.message}; what comes after it was not read`)
    }
  }

  report(): AuditReport {
    this.judgeAbsent()
    const { events, outcomes, wrongMajority, head, curriculum, faults, notes } = this
    const sealed = [...this.sealed.values()].reduce((sum, { length }) => sum + length, 0)
    const counts = { sealed, problems: this.posed.size, pairs: this.kept.size }
    const files = {
      bundles: this.bundles.size,
      checkpoints: this.checkpoints.size - this.absent.size,
    }
    return { events, outcomes, ...counts, wrongMajority, ...files, head, curriculum, faults, notes }
  }

  private fault(where: string, ...faults: readonly string[]): void {
    for (const fault of faults) this.faults.push({ where, fault })
  }

  private async takeStored(stored: StoredEvent): Promise<void> {
    const { seq, prev, hash, body, kind } = stored
    const where = `event ${this.events} (${kind})`
    if (seq !== this.events || prev !== this.head)
      this.fault(where, "does not follow the one before")
    if (hash !== linkHash(prev, body)) this.fault(where, "does not match its hash")
    this.events++
    this.head = hash
    const event = readEvent(body)
    if (event === undefined || event.kind !== kind) this.fault(where, "is not a readable event")
    else await this.take(event)
  }

  private async take(event: RunEvent): Promise<void> {
    switch (event.kind) {
      case "run.opened":
        return this.takeOpened(event)
      case "suite.sealed":
        return this.takeSuite(event)
      case "base.created":
        return this.isSeated ? undefined : this.takeCheckpoint(event.checkpoint)
      case "round.posed":
        return await this.takePosed(event)
      case "round.judged":
        return this.takeJudged(event)
      case "round.curated":
        return this.takeCurated(event)
      case "round.trained":
        await this.takeCheckpoint(event.checkpoint)
        return this.takeBundle(event.bundle)
      case "round.closed":
      case "run.closed":
        if (event.kind === "run.closed") this.champion = event.champion
        if (event.curriculum !== this.curriculum) {
          this.fault(event.kind, "its curriculum hash is not that of the pairs before it")
        }
        return
      case "round.attempted":
      case "proposer.taught":
      case "evaluated":
      case "round.decided":
      case "canaries.tried":
      case "round.measured":
      case "round.rolled-back":
        return // a replay decides these again
    }
  }

  private takeOpened({ recipe, verifiers }: EventOf<"run.opened">): void {
    this.sealedPermille = recipe.suites.sealedPermille
    const provider = recipe.seats?.solver?.provider ?? "embedded"
    this.isSeated = provider !== "embedded" && provider !== "trained"
    this.solver = this.parts.solver(recipe)
    const now = new Map(this.parts.verifiers.map((verifier) => [verifier.name, verifier]))
    for (const { name, version, source } of verifiers) {
      const verifier = now.get(name)
      if (verifier === undefined || verifierRef(verifier).source === source) continue
      this.moved.add(name)
      this.notes.push(
        `verifier ${name} ${version} kept these pairs; ${verifier.version}, which decides differently, judged them again`,
      )
    }
  }

  private takeSuite({ name, hash, problems }: EventOf<"suite.sealed">): void {
    this.sealed.set(name, problems)
    if (hashJson(problems.map(({ id }) => id)) !== hash) {
      this.fault(`suite ${name}`, "its problems do not match its hash")
    }
    const side = name === "development" ? "development" : "test"
    for (const problem of problems) {
      const where = `sealed ${problem.id} (${name})`
      this.fault(
        where,
        ...problemFaults(problem, this.parts.verifiers, !this.moved.has(problem.verifier)),
      )
      if (sideOf(problem.family, this.sealedPermille) !== side) {
        this.fault(where, "its family is not on the side of its suite")
      }
    }
  }

  private async takePosed({ problems }: EventOf<"round.posed">): Promise<void> {
    const readings = await readingsOf(this.parts, problems)
    const families = new Set([...this.sealed.values()].flat().map(({ family }) => family))
    this.latest = problems
    for (const problem of problems) {
      const sameLadder = !this.moved.has(problem.verifier)
      const reading = readings.get(problem.id)
      this.fault(problem.id, ...problemFaults(problem, this.parts.verifiers, sameLadder, reading))
      const isTrainable = sideOf(problem.family, this.sealedPermille) === "trainable"
      if (families.has(problem.family) || !isTrainable) {
        this.fault(problem.id, `its family ${problem.family} is sealed`)
      }
      this.posed.set(problem.id, problem)
    }
  }

  private takeJudged({ marks, round }: EventOf<"round.judged">): void {
    if (marks.length !== this.latest.length) {
      this.fault(`round ${round}`, "not every posed problem was judged")
    }
    this.rates = new Map(this.latest.map(({ id }, at) => [id, rateOfMarks(marks[at] ?? "")]))
  }

  private takeCurated({ round, pairs, rehearsed, held, audit }: EventOf<"round.curated">): void {
    for (const pair of pairs) this.takePair(pair, round)
    for (const id of rehearsed) {
      if (!this.kept.has(id)) this.fault(id, "it is rehearsed and was never kept")
    }
    const checked = pairs.length + (held["label-not-proved"] ?? 0)
    if (audit.checked !== checked || audit.errors > checked) {
      this.fault(`round ${round}`, "its label audit does not count its pairs")
    }
    this.curriculum = extendCurriculum(this.curriculum, pairs)
  }

  private takePair(pair: Pair, round: number): void {
    const problem = this.posed.get(pair.problem)
    if (this.kept.has(pair.id)) this.fault(pair.id, "it was kept before")
    if (pair.round !== round) this.fault(pair.id, "it names another round")
    this.kept.set(pair.id, pair)
    if (problem === undefined) {
      this.fault(pair.id, "its problem was never posed")
      return
    }
    const rate = this.rates.get(problem.id)
    this.fault(pair.id, ...pairFaults(pair, problem, this.parts.verifiers, rate))
    if (pair.label === "majority" && pair.verdict.outcome !== "correct") this.wrongMajority++
  }

  private async takeCheckpoint(hash: Hash): Promise<void> {
    if (this.checkpoints.has(hash)) return
    this.checkpoints.add(hash)
    const found = await this.parts.checkpoint(hash)
    if (found === undefined) this.absent.add(hash)
    else if (found !== hash) this.fault(`checkpoint ${hash}`, "its bytes do not match its hash")
  }

  /** Once a run has ended, checkpoints that no longer play may be put away to save space. */
  private judgeAbsent(): void {
    const needed = [...this.absent].filter(
      (hash) => this.champion === undefined || hash === this.champion,
    )
    for (const hash of needed) this.fault(`checkpoint ${hash}`, "its file is missing")
    const putAway = this.absent.size - needed.length
    if (putAway === 0) return
    this.notes.push(
      `${putAway} of ${this.checkpoints.size} checkpoints are not kept here; the champion's is`,
    )
  }

  private async takeBundle(hash: Hash): Promise<void> {
    if (this.bundles.has(hash)) return
    this.bundles.add(hash)
    const files = await this.parts.bundle(hash)
    if (files === undefined) {
      this.fault(`bundle ${hash}`, "it is missing")
      return
    }
    const { store, verifiers } = this.parts
    const outcomes = await store.settled(callsOf(files))
    const solver = this.solver!
    const evidence = { kept: this.kept, posed: this.posed, outcomes, verifiers, solver }
    this.fault(`bundle ${hash}`, ...bundleFaults(hash, files, evidence))
  }
}

function readEvent(body: string): RunEvent | undefined {
  try {
    return RunEvent.parse(JSON.parse(body))
  } catch {
    return undefined
  }
}
