import { judge } from "../../verifiers/kernel/judge/judge.ts"
import { createMarker } from "./grade-mark.ts"
import { answerBatches, reportReady } from "./judging-child.ts"

const SILENCE_MS_MAX = 50 // the waiting process hears of progress about so often

const judged = createMarker(judge)
answerBatches(judged, SILENCE_MS_MAX)
reportReady(judged, 1)
