import { memoryPlace } from "../../src/store/memory.ts"
import { storeContract } from "../contract/store.ts"

storeContract("memory", (work) => work(memoryPlace()))
