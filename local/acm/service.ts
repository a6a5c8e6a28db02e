import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Graph, Resource } from "../../graph/graph";
import { allRegions } from "../../model/topology";
import type { Events, TwinContext } from "../context";
import type { CertificateFlaw } from "../faults/types";
import { Authority } from "./authority";
import { certificateType, covers, namesOf, pendingReasons } from "./rules";
import type { Acm, Certificates } from "./types";

const hourMs = 3_600_000;

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
  /** One after another: who serves by a new certificate must not be told twice. */
  #validating: Promise<void> = Promise.resolve();
  readonly #context: TwinContext;

  constructor(context: TwinContext) {
    this.#context = context;
    this.caFile = join(context.stateDir, "ca.pem");
  }

  async start(): Promise<void> {
    const { graph, events, faults } = this.#context;
    const isDelegated = () => !faults.effects({}).undelegated;
    const certificates = await createCertificates({ graph, events, isDelegated });
    this.#certificates = certificates;
    await writeFile(this.caFile, this.authority);
    faults.onChange(() => {
      this.#validating = this.#validating
        .then(() => certificates.validate())
        .catch((error) => events.add("error", "ACM", `a certificate is not issued: ${error}`));
    });
  }

  async stop(): Promise<void> {}

  get authority(): string {
    return this.#issued.authority;
  }

  forArn(certificateArn: string): { key: string; cert: string } {
    return this.#issued.forArn(certificateArn);
  }

  flawed(certificateArn: string, flaw: CertificateFlaw): Promise<{ key: string; cert: string }> {
    return this.#issued.flawed(certificateArn, flaw);
  }

  forHost(...hostnames: string[]): { key: string; cert: string } {
    return this.#issued.forHost(...hostnames);
  }

  onIssued(listener: () => Promise<void>): void {
    this.#issued.onIssued(listener);
  }

  get #issued(): Certificates {
    if (!this.#certificates) {
      throw new Error("ACM has not started: no certificate is issued yet");
    }
    return this.#certificates;
  }
}

export interface CertificateOptions {
  graph: Graph;
  events: Pick<Events, "add">;
  /** Whether what is declared in the hosted zones is in DNS. @default always */
  isDelegated?: () => boolean;
  /** Further names that `forHost` has a certificate for. */
  hosts?: string[];
}

/** Certificates that are issued as soon as they can be, asked again with `validate`. */
export interface PendingCertificates extends Certificates {
  validate(): Promise<void>;
}

/** Issues every declared certificate once, with an authority of its own; says in an event which ones stay pending. */
export async function createCertificates(options: CertificateOptions): Promise<PendingCertificates> {
  const { graph, events, isDelegated = () => true, hosts = [] } = options;
  const authority = await Authority.create();
  const issued = new Map<string, Pair>();
  const pending = new Map<string, string>();
  const listeners: (() => Promise<void>)[] = [];
  /** Whether it is issued now, and was not. */
  const tryToIssue = async (certificate: Resource): Promise<boolean> => {
    const { name, region } = certificate;
    const arn = String(certificate.outputs.arn);
    const reasons = pendingReasons(certificate, graph, isDelegated());
    if (issued.has(arn) || (reasons.length > 0 && pending.get(arn) === reasons.join("; "))) {
      return false;
    }
    if (reasons.length === 0) {
      issued.set(arn, await authority.issue(namesOf(certificate)));
      return true;
    }
    pending.set(arn, reasons.join("; "));
    events.add("certificate", name, `pending validation in ${region}: ${reasons.join("; ")}`);
    return false;
  };
  const validate = async () => {
    const certificates = graph.ofType(certificateType);
    const waited = certificates.filter(({ outputs }) => pending.has(String(outputs.arn)));
    for (const certificate of certificates) {
      if ((await tryToIssue(certificate)) && waited.includes(certificate)) {
        pending.delete(String(certificate.outputs.arn));
        events.add("certificate", certificate.name, `issued in ${certificate.region}`);
      }
    }
    if (waited.some(({ outputs }) => issued.has(String(outputs.arn)))) {
      await Promise.all(listeners.map((listener) => listener()));
    }
  };
  await validate();
  const regions = new Set([...allRegions(), ...graph.resources.flatMap(({ region }) => region ?? [])]);
  const ownNames = ["localhost", "127.0.0.1", ...[...regions].flatMap(awsHosts), ...hosts];
  const own = await authority.issue(ownNames);
  return {
    authority: authority.pem,
    validate,
    onIssued: (listener) => void listeners.push(listener),
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
    flawed(arn, flaw) {
      const certificate = graph.ofType(certificateType).find(({ outputs }) => outputs.arn === arn);
      const names = certificate ? namesOf(certificate) : [];
      return flaw === "expired" ? authority.issue(names, -hourMs) : authority.issue(["another.invalid"]);
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
