import type { Drill } from "./types";

/** Longer than people stay at the standby afterwards (`returnAfterMinutes`), so that the return is seen too. */
const settleSeconds = 420;
const objectives = { rtoSeconds: 180, rpoRows: 5, rpoSeconds: 10 };

export const regionLost: Drill = {
  name: "region-lost",
  hypothesis:
    "When the primary Region is lost, people are served by its standby, within the jurisdiction, and come back afterwards.",
  expect: "fails-over",
  faults: ({ primary }) => [{ afterSeconds: 0, forSeconds: 180, fault: { kind: "region-down", region: primary } }],
  settleSeconds,
  objectives,
};

export const bothRegionsLost: Drill = {
  name: "both-regions-lost",
  hypothesis: "When both Regions of a jurisdiction are lost, its data is served nowhere, and again once they are back.",
  expect: "refused",
  faults: ({ primary, standby }) =>
    [primary, standby].map((region) => ({ afterSeconds: 0, forSeconds: 180, fault: { kind: "region-down", region } })),
  settleSeconds,
  objectives,
};
