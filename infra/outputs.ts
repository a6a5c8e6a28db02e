/** What the stacks hand on, and the typed reference to it, checked at run time: a stack deployed by an older program can lie to the compiler. */
import * as pulumi from "@pulumi/pulumi";

/** Outputs of the `global` stack. */
export interface GlobalOutputs {
  domain: string;
  hostedZoneId: string;
  /** To be set at the registrar when the zone was created here. */
  nameServers: string[];
  registryTableName: string;
  /** AWS Region → ARN of the KMS key of the registry's replica there. */
  registryKeyArns: Record<string, string>;
  /** Secret: keys the hashes of slugs and e-mail domains. */
  registryHashKey: string;
  lookupListenerArn: string;
  lookupAcceleratorDnsName: string;
  lookupUrl: string;
  /** Topic for alarms on Route 53's metrics, in the one Region that has them. */
  alarmTopicArn: string;
}

/** Outputs of a region stack. Other jurisdictions never read them. */
export interface RegionOutputs {
  region: string;
  jurisdiction: string;
  role: string;
  /** The jurisdiction's name, failed over between its Regions, and this Region's own. */
  apiUrl: string;
  regionalApiUrl: string;
  userPoolId: string;
  userPoolClientId: string;
  issuer: string;
  profileTableName: string;
  healthCheckId: string;
}

export type AsOutputs<T> = { [K in keyof T]: pulumi.Output<T[K]> };
export type AsInputs<T> = { [K in keyof T]: pulumi.Input<T[K]> };

type Check = { describe: string; holds: (value: unknown) => boolean };

const text: Check = { describe: "a non-empty string", holds: (value) => typeof value === "string" && value !== "" };
const texts: Check = {
  describe: "a list of strings",
  holds: (value) => Array.isArray(value) && value.every(text.holds),
};
const textMap: Check = {
  describe: "a map of strings",
  holds: (value) => typeof value === "object" && value !== null && Object.values(value).every(text.holds),
};

const globalChecks: Record<keyof GlobalOutputs, Check> = {
  domain: text,
  hostedZoneId: text,
  nameServers: texts,
  registryTableName: text,
  registryKeyArns: textMap,
  registryHashKey: text,
  lookupListenerArn: text,
  lookupAcceleratorDnsName: text,
  lookupUrl: text,
  alarmTopicArn: text,
};

/**
 * The global stack's outputs. Each value is checked as it arrives; a missing or wrong one ends the update with a
 * pulumi.RunError that names it. Secrets stay secret.
 */
export function globalOutputs(stackName: string, opts?: pulumi.ResourceOptions): AsOutputs<GlobalOutputs> {
  const reference = new pulumi.StackReference(stackName, {}, opts);
  const entries = Object.entries(globalChecks).map(([key, check]) => [
    key,
    reference.getOutput(key).apply((value) => checked(stackName, key, check, value)),
  ]);
  return Object.fromEntries(entries) as AsOutputs<GlobalOutputs>;
}

function checked(stackName: string, key: string, check: Check, value: unknown): unknown {
  if (check.holds(value)) {
    return value;
  }
  throw new pulumi.RunError(
    `stack ${stackName}: output "${key}" is ${value === undefined ? "missing" : "of the wrong kind"}; ` +
      `needed is ${check.describe}; run "pulumi up --stack ${stackName}" with this version of the program first`,
  );
}
