import { quoted } from "../shared/message";
import { effectiveTags } from "../shared/region";
import type { Resource } from "../shared/resource";
import type { Finding, Rule } from "../shared/rule";
import { type Found, isUnknown, valueAt, valuesAt } from "../shared/values";

export const ingressTag = "public-ingress";
const group = "aws:ec2/securityGroup:SecurityGroup";
const everyone = ["0.0.0.0/0", "::/0"];

/** Type → paths of addresses that may come in. */
const sources: Readonly<Record<string, readonly string[]>> = {
  [group]: ["ingress[*].cidrBlocks[*]", "ingress[*].ipv6CidrBlocks[*]"],
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ["ingress[*].cidrBlocks[*]", "ingress[*].ipv6CidrBlocks[*]"],
  "aws:ec2/securityGroupRule:SecurityGroupRule": ["cidrBlocks[*]", "ipv6CidrBlocks[*]"],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ["cidrIpv4", "cidrIpv6"],
};
/** Type → property and the value that makes it public. */
const switches: Readonly<Record<string, readonly [path: string, open: unknown, absent: boolean]>> = {
  "aws:lb/loadBalancer:LoadBalancer": ["internal", false, true],
  "aws:alb/loadBalancer:LoadBalancer": ["internal", false, true],
  "aws:elb/loadBalancer:LoadBalancer": ["internal", false, true],
  "aws:rds/instance:Instance": ["publiclyAccessible", true, false],
  "aws:rds/clusterInstance:ClusterInstance": ["publiclyAccessible", true, false],
  "aws:redshift/cluster:Cluster": ["publiclyAccessible", true, false],
  "aws:dms/replicationInstance:ReplicationInstance": ["publiclyAccessible", true, false],
  "aws:mq/broker:Broker": ["publiclyAccessible", true, false],
  "aws:lambda/functionUrl:FunctionUrl": ["authorizationType", "NONE", true],
  "aws:eks/cluster:Cluster": ["vpcConfig.endpointPublicAccess", true, true],
};

export const denyPublicIngress: Rule = {
  name: "security-deny-public-ingress",
  description: "Nothing is open to the internet but what says so.",
  severity: "high",
  references: [
    { framework: "HIPAA", id: "164.312(e)(1)" },
    { framework: "AWS Well-Architected", id: "SEC05-BP02" },
  ],
  remediation: `Let in the addresses that need it; where everyone does, tag it \`${ingressTag}\` with the ports, such as "443".`,
  url: "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_network_protection_layered.html",
  types: [...Object.keys(sources), ...Object.keys(switches)],
  check(resource) {
    const { type, props } = resource;
    if (props.type === "egress") {
      return [];
    }
    const addresses = (sources[type] ?? []).flatMap((path) => valuesAt(props, path));
    const open = addresses.filter(({ value }) => isUnknown(value) || everyone.includes(String(value)));
    return [
      ...open.filter((range) => !declares(resource, portOf(range, props))).map((range) => ingress(resource, range)),
      ...switched(resource),
    ];
  },
};

/** The one port that an address may reach; undefined where there are several. */
function portOf({ path }: Found, props: Resource["props"]): string | undefined {
  const inside = /^ingress\[(\d+)\]/.exec(path);
  const rule = inside ? (props.ingress as unknown[])[Number(inside[1])] : props;
  const from = valueAt(rule, "fromPort");
  return from !== undefined && from === valueAt(rule, "toPort") ? String(from) : undefined;
}

function declares(resource: Resource, port: string | undefined): boolean {
  const tag = effectiveTags(resource)?.[ingressTag];
  return typeof tag === "string" && tag.split(/[\s,]/).includes(port!);
}

const ingress = (resource: Resource, { path, value }: Found): Finding => ({
  resource,
  path,
  found: isUnknown(value) ? "lets in addresses that are not known in a preview" : `lets in everyone (${quoted(value)})`,
  allowed: `allowed is what its tag ${ingressTag} names, port by port`,
  fix: "name the addresses, or declare the ports",
});

function switched(resource: Resource): Finding[] {
  const entry = switches[resource.type];
  if (!entry || effectiveTags(resource)?.[ingressTag] !== undefined) {
    return [];
  }
  const [path, open, byDefault] = entry;
  const value = valueAt(resource.props, path);
  if (value === undefined ? !byDefault : value !== open && !isUnknown(value)) {
    return [];
  }
  return [
    {
      resource,
      path,
      found: value === undefined ? `has no ${path}, and so is public` : `is public (${path} ${quoted(value)})`,
      allowed: `allowed is ${path} other than ${quoted(open)}, or a tag ${ingressTag}`,
      fix: "make it internal, or declare it public",
    },
  ];
}
