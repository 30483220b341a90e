import {
  type NetworkConfig,
  type ParameterPlan,
  paddedVocabulary,
  planParameters,
} from "./config.ts"
import { instantiateKernel, type Kernel } from "./kernel/kernel.ts"
import { createWorkspace, type MemoryPlan, type ShardPlan, type Workspace } from "./memory.ts"

/** One half of a batch and all it takes to compute on it; a thread owns one or both. */
export interface Shard {
  readonly config: NetworkConfig
  readonly vocabulary: number
  /** The vocabulary rounded up to whole tiles: the stride of a row of logits. */
  readonly columns: number
  readonly kernel: Kernel
  readonly plan: ShardPlan
  readonly parameters: ParameterPlan
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
    plan: own,
    parameters,
    workspace: createWorkspace(own.workspace, own.workspaceEnd),
    floats: new Float32Array(memory.buffer),
    words: new Int32Array(memory.buffer),
    parameter: (name) => plan.parameters + offset(name),
    gradient: (name) => own.gradients + offset(name),
  }
}
