import { trainerContract } from "../contract/trainer.ts"
import { commandPlace, embeddedPlace, httpPlace, inFolder } from "./trainer-places.ts"

trainerContract("the embedded learner", (work) => inFolder((folder) => work(embeddedPlace(folder))))

trainerContract("a program", (work) => inFolder((folder) => work(commandPlace(folder))))

trainerContract("a job server", (work) =>
  inFolder(async (folder) => {
    const place = await httpPlace(folder, { token: "a-token-of-some-length" })
    try {
      await work(place)
    } finally {
      await place.server.close()
    }
  }),
)
