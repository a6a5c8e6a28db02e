/** The kinds of fault that are no service's own: a row each. A kind that one service alone has is in its folder's faults.ts. */
import type { FaultKind, ServiceFaults } from "./types";

const general: Readonly<Record<string, FaultKind>> = {
  "region-down": {
    scope: "region",
    summary: "nothing in the Region answers: packets to it and from it vanish",
    takes: [],
    effects: () => ({ silent: true }),
    words: { press: "Pull the plug", undo: "Plug back in", state: "no power", began: "lost power" },
  },
  "region-slow": {
    scope: "region",
    summary: "every response of the Region takes `delayMs` longer (gray failure)",
    takes: ["delayMs"],
    grows: "delayMs",
    effects: ({ delayMs }) => ({ delayMs }),
    words: { press: "Slow", undo: "Full speed", state: "slow", began: "became slow" },
  },
  "registry-cut-off": {
    scope: "region",
    summary: "the Region's replica of the registry neither answers nor replicates",
    takes: [],
    effects: () => ({ cutOff: true }),
    words: {
      press: "Cut registry",
      undo: "Join registry",
      state: "no registry",
      began: "was cut off from the registry",
    },
  },
  "service-down": {
    scope: "service",
    summary: "the service gives no response",
    takes: [],
    effects: () => ({ silent: true }),
  },
  "service-errors": {
    scope: "service",
    summary: "`share` of the requests are answered with the error `error`",
    takes: ["share", "error"],
    grows: "share",
    effects: ({ error }) => ({ error }),
  },
  "service-slow": {
    scope: "service",
    summary: "`share` of the requests are answered `delayMs` later",
    takes: ["share", "delayMs"],
    grows: "share",
    effects: ({ delayMs }) => ({ delayMs }),
  },
  "link-cut": {
    scope: "link",
    summary: "nothing passes between the two Regions: no replication, no request",
    takes: [],
    effects: () => ({ silent: true }),
  },
  "link-lag": {
    scope: "link",
    summary: "what passes between the two Regions arrives `delayMs` later, replication too",
    takes: ["delayMs"],
    grows: "delayMs",
    effects: ({ delayMs }) => ({ delayMs }),
  },
  "availability-zone-down": {
    scope: "availability-zone",
    summary: "execution environments in the availability zone are lost; new ones start in the others",
    takes: [],
    effects: () => ({ silent: true }),
  },
  // Devices and resolvers out there are not AWS's; RFC 8767 allows it where the server is silent, and many do it anyway.
  "resolvers-ignore-ttl": {
    scope: "global",
    summary: "`share` of the clients' resolvers keep an answer for at least `keepMs`, whatever its TTL",
    takes: ["share", "keepMs"],
    grows: "keepMs",
    effects: ({ keepMs }) => ({ keepMs }),
  },
};

/** Every kind of fault in a twin with these services. */
export function kindsOf(services: Readonly<Record<string, ServiceFaults>>): Readonly<Record<string, FaultKind>> {
  return Object.assign({}, general, ...Object.values(services).map(({ kinds }) => kinds));
}
