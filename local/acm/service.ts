import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Graph } from "../../graph/graph";
import { allRegions } from "../../model/topology";
import type { Events, TwinContext } from "../context";
import { Authority } from "./authority";
import { certificateType, covers, namesOf, pendingReasons } from "./rules";
import type { Acm, Certificates } from "./types";

type Pair = { key: string; cert: string };

/** Host names of AWS's own in a Region that the twin answers for. */
const awsHosts = (region: string) => [
  `*.${region}.amazonaws.com`,
  `*.execute-api.${region}.amazonaws.com`,
  `*.elb.${region}.amazonaws.com`,
  `*.auth.${region}.amazoncognito.com`,
];

export class CertificateManager implements Acm {
  readonly caFile: string;
  #certificates: Certificates | undefined;
  readonly #context: TwinContext;

  constructor(context: TwinContext) {
    this.#context = context;
    this.caFile = join(context.stateDir, "ca.pem");
  }

  async start(): Promise<void> {
    this.#certificates = await createCertificates(this.#context);
    await writeFile(this.caFile, this.authority);
  }

  async stop(): Promise<void> {}

  get authority(): string {
    return this.#issued.authority;
  }

  forArn(certificateArn: string): { key: string; cert: string } {
    return this.#issued.forArn(certificateArn);
  }

  forHost(...hostnames: string[]): { key: string; cert: string } {
    return this.#issued.forHost(...hostnames);
  }

  get #issued(): Certificates {
    if (!this.#certificates) {
      throw new Error("ACM has not started: no certificate is issued yet");
    }
    return this.#certificates;
  }
}

/** Issues every declared certificate once, with an authority of its own; says in an event which ones stay pending. */
export async function createCertificates(options: {
  graph: Graph;
  events: Pick<Events, "add">;
  /** Further names that `forHost` has a certificate for. */
  hosts?: string[];
}): Promise<Certificates> {
  const { graph, events, hosts = [] } = options;
  const authority = await Authority.create();
  const issued = new Map<string, Pair>();
  const pending = new Map<string, string>();
  for (const certificate of graph.ofType(certificateType)) {
    const arn = String(certificate.outputs.arn);
    const reasons = pendingReasons(certificate, graph);
    if (reasons.length === 0) {
      issued.set(arn, await authority.issue(namesOf(certificate)));
    } else {
      pending.set(arn, reasons.join("; "));
      events.add("certificate", certificate.name, `pending validation in ${certificate.region}: ${reasons.join("; ")}`);
    }
  }
  const regions = new Set([...allRegions(), ...graph.resources.flatMap(({ region }) => region ?? [])]);
  const ownNames = ["localhost", "127.0.0.1", ...[...regions].flatMap(awsHosts), ...hosts];
  const own = await authority.issue(ownNames);
  return {
    authority: authority.pem,
    forArn(arn) {
      const pair = issued.get(arn);
      if (pair) {
        return pair;
      }
      throw new Error(
        pending.has(arn)
          ? `certificate ${arn} is pending validation: ${pending.get(arn)}`
          : `certificate ${arn} is not declared by any stack`,
      );
    },
    forHost(...hostnames) {
      const unknown = hostnames.filter((host) => !ownNames.some((name) => covers(name, host.toLowerCase())));
      if (unknown.length === 0) {
        return own;
      }
      throw new Error(`no certificate for ${unknown.join(", ")}; the twin has one for ${ownNames.join(", ")}`);
    },
  };
}
