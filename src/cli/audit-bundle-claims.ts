import { sameJson } from "../record/canonical.ts"
import type { BundleFile } from "../training/export/assemble.ts"
import { cardFor } from "../training/export/card.ts"
import { type Claims, claimsOf } from "../training/export/claims.ts"
import type { Evidence } from "../training/export/example.ts"
import type { Decontamination } from "../training/export/guard.ts"
import { MANIFEST, type Manifest } from "../training/export/manifest.ts"
import { listed } from "../training/export/store.ts"
import type { Target } from "../training/export/target.ts"
import type { Finding } from "./audit-bundle-rows.ts"
import { CARD, DECONTAMINATION } from "./export-bundle.ts"
import { version } from "./version.ts"

/** Everything that a bundle says of itself and that follows from what lies in it. */
export function claimFaults(
  manifest: Manifest,
  evidence: Evidence,
  targets: readonly Target[],
  made: readonly BundleFile[],
  { kept, card }: { readonly kept: Decontamination | undefined; readonly card: string | undefined },
): Finding[] {
  return [
    ...listFaults(manifest, made),
    ...numberFaults(manifest, evidence, targets, made),
    ...(kept === undefined
      ? [{ where: DECONTAMINATION, fault: "it is not readable" }]
      : guardFaults(manifest, evidence, kept)),
    ...judgeFaults(manifest, evidence),
    ...(card === undefined || card === cardFor(manifest)
      ? []
      : [{ where: CARD, fault: `it is not what the manifest gives${otherVersion(manifest)}` }]),
  ]
}

/** A bundle of another version may have been worded otherwise; that version can tell. */
export function otherVersion({ agon }: Manifest): string {
  const now = version()
  return agon === now ? "" : `; agon ${agon} wrote it, and this is ${now}`
}

/** A file that is taken away together with its line in the manifest is missed by no hash. */
function listFaults({ files }: Manifest, made: readonly BundleFile[]): Finding[] {
  const due = new Map(
    made.map((file) => {
      const { path, rows, target, split } = listed(file)
      return [path, { rows, target, split }]
    }),
  )
  for (const path of [CARD, DECONTAMINATION]) due.set(path, {} as never)
  const said = new Map(
    files.map(({ path, rows, target, split }) => [path, { rows, target, split }]),
  )
  const missing = [...due.keys()].filter((path) => !said.has(path))
  const foreign = [...said.keys()].filter((path) => !due.has(path))
  const other = [...due].filter(([path, one]) => said.has(path) && !sameJson(said.get(path), one))
  return [
    ...missing.map((path) => ({ where: path, fault: "the manifest does not list it" })),
    ...foreign.map((path) => ({ where: path, fault: "nothing in the evidence gives such a file" })),
    ...other.map(([path, { rows }]) => ({
      where: path,
      fault: `the manifest says otherwise of it${rows === undefined ? "" : `: it is due ${rows} rows`}`,
    })),
  ]
}

const CLAIMS = ["splits", "tokens", "difficulty", "labels", "limits"] as const

function numberFaults(
  manifest: Manifest,
  evidence: Evidence,
  targets: readonly Target[],
  files: readonly BundleFile[],
): Finding[] {
  const { role, solver, players, verifiers, splits } = manifest
  const { validationPermille, apart } = splits
  const due: Claims = claimsOf({
    ...{ role, solver, players, verifiers, evidence, targets, files, validationPermille, apart },
  })
  return CLAIMS.filter((name) => !sameJson(manifest[name], due[name])).map((name) => ({
    where: MANIFEST,
    fault: `what it says of ${name} is not so by its rows${otherVersion(manifest)}`,
  }))
}

function guardFaults(
  { contamination }: Manifest,
  { lessons, attempts, offers }: Evidence,
  { lists, dropped, checked, sealed }: Decontamination,
): Finding[] {
  const items = lists
    .filter(({ kind }) => kind === "sealed")
    .reduce((sum, list) => sum + list.items, 0)
  const left = lessons.length + attempts.length + offers.length
  const claims: readonly (readonly [holds: boolean, where: string, fault: string])[] = [
    [
      sameJson(contamination, { checked, dropped: dropped.length, lists: lists.length }),
      MANIFEST,
      `what it says of contamination is not what ${DECONTAMINATION} says`,
    ],
    [items === sealed.length, DECONTAMINATION, "it has not the sealed problems that it counts"],
    [checked >= left + dropped.length, DECONTAMINATION, "more rows are here than it has checked"],
  ]
  return claims.flatMap(([holds, where, fault]) => (holds ? [] : [{ where, fault }]))
}

/** A judge that the manifest does not name could have been any. */
function judgeFaults({ verifiers }: Manifest, { lessons, offers }: Evidence): Finding[] {
  const named = new Set(verifiers.map(({ name }) => name))
  const problems = [...lessons, ...offers].flatMap(({ problem }) => problem ?? [])
  const missing = new Set(problems.map(({ verifier }) => verifier).filter((one) => !named.has(one)))
  return [...missing].map((name) => ({
    where: MANIFEST,
    fault: `it does not name the verifier ${name}, which judged its problems`,
  }))
}
