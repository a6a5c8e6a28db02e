/** Resource type → what AWS would have answered. One small file a service; a type that none knows gets an id and an ARN. */
import { apigateway } from "./apigateway";
import { compute } from "./compute";
import { data } from "./data";
import { delivery } from "./delivery";
import { dns } from "./dns";
import { account, made } from "./made";
import { network } from "./network";
import { security } from "./security";
import type { MakeOutputs, Outputs, Registered } from "./types";

const table: Record<string, MakeOutputs> = {
  ...apigateway,
  ...compute,
  ...data,
  ...delivery,
  ...dns,
  ...network,
  ...security,
};

export function makeOutputs(resource: Registered): Outputs {
  const { urn, type, name, inputs } = resource;
  const physical = String(inputs.name ?? `${inputs.namePrefix ?? `${name}-`}${made.hex(urn, 7)}`);
  const known = { ...resource, region: resource.region ?? "", physical };
  if (table[type]) return table[type](known);
  // Components have no id: https://www.pulumi.com/docs/iac/concepts/components/
  if (!type.startsWith("aws:")) return { id: type.startsWith("pulumi:providers:") ? made.uuid(urn) : physical };
  const [, service = "", kind = ""] = /^aws:([^/]+)\/([^:]+)/.exec(type) ?? [];
  return { id: physical, name: physical, arn: `arn:aws:${service}:${known.region}:${account}:${kind}/${physical}` };
}
