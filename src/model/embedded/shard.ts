import {
  type NetworkConfig,
  type Parameter,
  type ParameterPlan,
  paddedVocabulary,
  planParameters,
} from "./config.ts"
import { instantiateKernel, type Kernel } from "./kernel/kernel.ts"
import {
  createWorkspace,
  type MemoryPlan,
  SHARDS,
  type ShardPlan,
  type Workspace,
} from "./memory.ts"
import { updateCost } from "./optimizer.ts"

/** One half of a batch and all it takes to compute on it; a thread owns one or both. */
export interface Shard {
  readonly config: NetworkConfig
  readonly vocabulary: number
  /** The vocabulary rounded up to whole tiles: the stride of a row of logits. */
  readonly columns: number
  readonly kernel: Kernel
  readonly memory: MemoryPlan
  readonly plan: ShardPlan
  readonly parameters: ParameterPlan
  /** The parameters that this shard moves after a step. */
  readonly share: readonly Parameter[]
  readonly workspace: Workspace
  readonly floats: Float32Array
  readonly words: Int32Array
  /** The address of a parameter, or of its gradient, by name. */
  parameter(name: string): number
  gradient(name: string): number
}

/** Everything another thread needs to make the same shard. */
export interface ShardSource {
  readonly memory: WebAssembly.Memory
  readonly plan: MemoryPlan
  readonly config: NetworkConfig
  readonly vocabulary: number
}

export function createShard(source: ShardSource, index: number): Shard {
  const { memory, plan, config, vocabulary } = source
  const parameters = planParameters(config, vocabulary)
  const offsets = new Map(parameters.parameters.map((p) => [p.name, 4 * p.offset]))
  const offset = (name: string) => {
    const found = offsets.get(name)
    if (found === undefined) throw new Error(`no parameter ${name}`)
    return found
  }
  const own = plan.shards[index]!
  return {
    config,
    vocabulary,
    columns: paddedVocabulary(vocabulary),
    kernel: instantiateKernel(memory),
    memory: plan,
    plan: own,
    parameters,
    share: deal(parameters.parameters, updateCost)[index]!.map((i) => parameters.parameters[i]!),
    workspace: createWorkspace(own.workspace, own.workspaceEnd),
    floats: new Float32Array(memory.buffer),
    words: new Int32Array(memory.buffer),
    parameter: (name) => plan.parameters + offset(name),
    gradient: (name) => own.gradients + offset(name),
  }
}

/**
 * Which items go to which shard: dearest first, dealt in turn, so that both have about the same
 * work.
 */
export function deal<T>(items: readonly T[], cost: (item: T) => number): number[][] {
  const order = items.map((_, i) => i).sort((a, b) => cost(items[b]!) - cost(items[a]!) || a - b)
  const hands: number[][] = Array.from({ length: SHARDS }, () => [])
  for (const [turn, index] of order.entries()) hands[turn % SHARDS]!.push(index)
  return hands
}
