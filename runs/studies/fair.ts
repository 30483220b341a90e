/**
 * What all arms of the studies share. No rule ends a run early: arms are compared at equal compute,
 * so an arm that does badly does so to the end. Small steps, so that a study takes minutes.
 */
export const fair = {
  gate: { noveltyRounds: 1 },
  training: {
    steps: 60,
    batch: 96,
    replay: 2,
    learningRate: 5e-3,
    learningRateEnd: 1.5e-4,
    warmupSteps: 20,
    weightDecay: 0.5,
  },
  promotion: {},
  stop: {
    heldRoundsMax: 1_000,
    rolledBackMax: 1_000,
    entropyDropMax: 1,
    rewardRiseMax: 1_000,
    yieldMin: 0,
  },
  drift: { problems: 0 },
} as const
