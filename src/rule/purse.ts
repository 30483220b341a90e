/** Money and tokens, in whole micro-dollars and whole tokens. */
export interface Amount {
  readonly microdollars: number
  readonly tokens: number
}

/** What may be spent at most; a unit that is not named has no limit. */
export interface Limit {
  readonly microdollars?: number | undefined
  readonly tokens?: number | undefined
}

export interface PurseLimits {
  readonly run?: Limit | undefined
  /** By role, `proposer` and `solver` for instance; within the run's own limit. */
  readonly roles?: Readonly<Record<string, Limit | undefined>> | undefined
}

export interface Account {
  readonly spent: Amount
  readonly reserved: Amount
}

export interface Purse {
  readonly limits: PurseLimits
  readonly run: Account
  readonly roles: Readonly<Record<string, Account>>
  /** By how much calls have cost more than their worst case: 0 unless a bound was wrong. */
  readonly excess: Amount
}

/** Which limit leaves no room: `run` or a role's name, the unit, and what it has left. */
export interface Overdrawn {
  readonly refused: string
  readonly unit: Unit
  readonly left: number
}

type Unit = keyof Amount
const UNITS: readonly Unit[] = ["microdollars", "tokens"]
export const NOTHING: Amount = { microdollars: 0, tokens: 0 }

/**
 * A ledger of a run and its roles. Every call is reserved at its worst case before it is made and
 * settled at what it cost, so spent + reserved never passes a limit, in whatever order calls end,
 * and what is spent at last passes it by nothing. `spent` is what a run had paid before it stopped.
 */
export function openPurse(
  limits: PurseLimits,
  spent: Readonly<Record<string, Amount>> = {},
): Purse {
  const roles = Object.entries(spent)
  return {
    limits,
    run: {
      spent: roles.reduce((sum, [, amount]) => plus(sum, amount), NOTHING),
      reserved: NOTHING,
    },
    roles: Object.fromEntries(
      roles.map(([role, amount]) => [role, { spent: amount, reserved: NOTHING }]),
    ),
    excess: NOTHING,
  }
}

/** The purse with the worst case set aside, or the limit that leaves no room for it. */
export function reserve(purse: Purse, role: string, worst: Amount): Purse | Overdrawn {
  mustCount(worst)
  const run = purse.run
  const own = accountOf(purse, role)
  const full =
    overdrawn("run", purse.limits.run, run, worst) ??
    overdrawn(role, limitOf(purse, role), own, worst)
  if (full !== undefined) return full
  return withAccounts(purse, role, setAside(run, worst), setAside(own, worst))
}

/** Puts what a call has cost in place of its reservation; an unknown cost is the worst case. */
export function settle(
  purse: Purse,
  role: string,
  worst: Amount,
  actual: Amount | undefined,
): Purse {
  const cost = actual ?? worst
  mustCount(cost)
  const own = paid(accountOf(purse, role), worst, cost)
  const settled = withAccounts(purse, role, paid(purse.run, worst, cost), own)
  return { ...settled, excess: plus(purse.excess, beyond(cost, worst)) }
}

export function isOverdrawn(value: Purse | Overdrawn): value is Overdrawn {
  return "refused" in value
}

/** One limit as a person looks at it. `share` is of the limit, spent and reserved together. */
export interface Pressure {
  readonly of: string
  readonly unit: Unit
  readonly limit: number
  readonly spent: number
  readonly reserved: number
  readonly share: number
}

/** Every limit that is set, the run's first, with how full it is. */
export function pressure(purse: Purse): Pressure[] {
  const roles = Object.keys(purse.limits.roles ?? {})
  return [
    ...pressureOf("run", purse.limits.run, purse.run),
    ...roles.flatMap((role) => pressureOf(role, limitOf(purse, role), accountOf(purse, role))),
  ]
}

function pressureOf(of: string, limit: Limit | undefined, { spent, reserved }: Account) {
  return UNITS.flatMap((unit): Pressure[] => {
    const most = limit?.[unit]
    if (most === undefined) return []
    const taken = spent[unit] + reserved[unit]
    const share = most === 0 ? 1 : taken / most
    return [{ of, unit, limit: most, spent: spent[unit], reserved: reserved[unit], share }]
  })
}

function overdrawn(
  of: string,
  limit: Limit | undefined,
  { spent, reserved }: Account,
  worst: Amount,
): Overdrawn | undefined {
  for (const unit of UNITS) {
    const most = limit?.[unit]
    if (most === undefined) continue
    const left = most - spent[unit] - reserved[unit]
    if (worst[unit] > left) return { refused: of, unit, left: Math.max(0, left) }
  }
  return undefined
}

function setAside({ spent, reserved }: Account, worst: Amount): Account {
  return { spent, reserved: plus(reserved, worst) }
}

function paid({ spent, reserved }: Account, worst: Amount, cost: Amount): Account {
  const left = {
    microdollars: reserved.microdollars - worst.microdollars,
    tokens: reserved.tokens - worst.tokens,
  }
  if (left.microdollars < 0 || left.tokens < 0) throw new RangeError("settled, but not reserved")
  return { spent: plus(spent, cost), reserved: left }
}

function withAccounts(purse: Purse, role: string, run: Account, own: Account): Purse {
  return { ...purse, run, roles: { ...purse.roles, [role]: own } }
}

function accountOf(purse: Purse, role: string): Account {
  // A role may be named like a method of all objects.
  const known = Object.hasOwn(purse.roles, role) ? purse.roles[role] : undefined
  return known ?? { spent: NOTHING, reserved: NOTHING }
}

function limitOf(purse: Purse, role: string): Limit | undefined {
  const { roles = {} } = purse.limits
  return Object.hasOwn(roles, role) ? roles[role] : undefined
}

export function plus(a: Amount, b: Amount): Amount {
  return { microdollars: a.microdollars + b.microdollars, tokens: a.tokens + b.tokens }
}

function beyond(cost: Amount, worst: Amount): Amount {
  return {
    microdollars: Math.max(0, cost.microdollars - worst.microdollars),
    tokens: Math.max(0, cost.tokens - worst.tokens),
  }
}

/** A cost of −1 or of half a micro-dollar is a bug: it would make room that is not there. */
function mustCount(amount: Amount): void {
  for (const unit of UNITS) {
    const value = amount[unit]
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} ${unit}`)
  }
}
