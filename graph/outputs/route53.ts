/** Route 53. */
import { made } from "./made";
import type { ServiceOutputs } from "./types";

export const route53: ServiceOutputs = {
  outputs: {
    "aws:route53/zone:Zone": ({ urn }) => {
      const { zoneId, nameServers } = made.hostedZone(urn);
      return {
        id: zoneId,
        zoneId,
        nameServers,
        primaryNameServer: nameServers[0],
        arn: `arn:aws:route53:::hostedzone/${zoneId}`,
      };
    },
    "aws:route53/record:Record": ({ inputs, others }) => {
      const zone = others.find(
        (resource) => resource.type === "aws:route53/zone:Zone" && resource.id === inputs.zoneId,
      );
      const name = String(inputs.name).replace(/\.$/, "");
      // A name that does not end in the hosted zone's name is meant as relative to it.
      const apex: string | undefined = zone?.inputs.name;
      const fqdn = !apex || name === apex || name.endsWith(`.${apex}`) ? name : [name, apex].filter(Boolean).join(".");
      const set = inputs.setIdentifier ? `_${inputs.setIdentifier}` : "";
      return { id: `${inputs.zoneId}_${name}_${inputs.type}${set}`, fqdn };
    },
    "aws:route53/healthCheck:HealthCheck": ({ urn }) => {
      const id = made.uuid(urn);
      return { id, arn: `arn:aws:route53:::healthcheck/${id}` };
    },
  },
  calls: {
    "aws:route53/getZone:getZone": (inputs) => {
      const name = String(inputs.name ?? inputs.zoneId);
      const { zoneId, nameServers } = made.hostedZone(`existing:${name}`);
      const id = inputs.zoneId ?? zoneId;
      return {
        id,
        zoneId: id,
        name,
        nameServers,
        arn: `arn:aws:route53:::hostedzone/${id}`,
        primaryNameServer: nameServers[0],
      };
    },
  },
};
