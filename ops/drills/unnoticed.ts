import type { Drill, Fault, Pair } from "./types";

function unnoticed(name: string, hypothesis: string, fault: (pair: Pair) => Fault): Drill {
  return {
    name,
    hypothesis,
    expect: "unnoticed",
    faults: (pair) => [{ afterSeconds: 0, forSeconds: 180, fault: fault(pair) }],
    settleSeconds: 60,
    objectives: { rtoSeconds: 0, rpoRows: 0, rpoSeconds: 0 },
  };
}

export const registryReplicaLost = unnoticed(
  "registry-replica-lost",
  "Without the primary's replica of the registry nobody is refused: another Region's is read.",
  ({ primary: region }) => ({ kind: "registry-cut-off", region }),
);

export const linkCut = unnoticed(
  "link-cut",
  "A cut link between the jurisdiction's Regions leads nobody anywhere, and writes arrive when it is whole again.",
  ({ primary: region, standby: peerRegion }) => ({ kind: "link-cut", region, peerRegion }),
);

export const checkersPartitioned = unnoticed(
  "checkers-partitioned",
  "Health checkers that do not reach the primary, most of them not being cut off, lead nobody anywhere.",
  ({ primary: region }) => ({ kind: "checkers-partitioned", region, share: 0.5 }),
);
