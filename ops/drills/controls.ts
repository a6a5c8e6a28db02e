/** Negative controls: drills that must fail. One that passes says that the others prove nothing. */
import { regionLost } from "./regions";
import type { Drill } from "./types";

export const wrongObjective: Drill = {
  ...regionLost,
  name: "wrong-objective",
  hypothesis: "An objective that nobody can reach, a second, is missed.",
  objectives: { ...regionLost.objectives, rtoSeconds: 1 },
  mustFail: true,
};

export const replicationCut: Drill = {
  ...regionLost,
  name: "replication-cut",
  hypothesis:
    "A primary that is lost after its writes have not been replicated for half a minute loses them for its people.",
  faults: (pair) => [
    { afterSeconds: 0, forSeconds: 60, fault: { kind: "link-cut", region: pair.primary, peerRegion: pair.standby } },
    ...regionLost.faults(pair).map((planned) => ({ ...planned, afterSeconds: 30 })),
  ],
  mustFail: true,
};
