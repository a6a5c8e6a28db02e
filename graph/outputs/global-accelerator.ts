/** Global Accelerator. */
import { account, made } from "./made";
import type { ServiceOutputs } from "./types";

const accelerator = (path: string) => `arn:aws:globalaccelerator::${account}:accelerator/${path}`;
export const globalAccelerator: ServiceOutputs = {
  outputs: {
    "aws:globalaccelerator/accelerator:Accelerator": ({ urn, physical }) => {
      const arn = accelerator(made.uuid(urn));
      const dnsName = `a${made.hex(urn, 16)}.awsglobalaccelerator.com`;
      // Two addresses from two networks, out of the range that is set aside for tests (RFC 2544).
      const host = `${made.number(`${urn}a`, 256)}.${1 + made.number(`${urn}b`, 254)}`;
      return {
        id: arn,
        name: physical,
        arn,
        dnsName,
        dualStackDnsName: dnsName.replace(".aws", ".dualstack.aws"),
        // https://docs.aws.amazon.com/general/latest/gr/global_accelerator.html
        hostedZoneId: "Z2BJ6XQ5FK7U4H",
        ipSets: [{ ipFamily: "IPv4", ipAddresses: [`198.18.${host}`, `198.19.${host}`] }],
      };
    },
    "aws:globalaccelerator/listener:Listener": ({ urn, inputs }) => {
      const arn = `${inputs.acceleratorArn}/listener/${made.hex(urn, 8)}`;
      return { id: arn, arn };
    },
    "aws:globalaccelerator/endpointGroup:EndpointGroup": ({ urn, inputs }) => {
      const arn = `${inputs.listenerArn}/endpoint-group/${made.hex(urn, 12)}`;
      return { id: arn, arn };
    },
  },
};
