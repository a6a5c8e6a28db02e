/** EC2 networking, and the awsx component that stands for a whole VPC. */
import { account, made } from "./made";
import type { MakeOutputs, ServiceOutputs } from "./types";

const ec2 = (prefix: string, kind: string): MakeOutputs => {
  return ({ urn, region, physical }) => {
    const id = `${prefix}-${made.hex(urn, 17)}`;
    return { id, name: physical, arn: `arn:aws:ec2:${region}:${account}:${kind}/${id}`, ownerId: account };
  };
};

export const vpc: ServiceOutputs = {
  outputs: {
    "aws:ec2/vpc:Vpc": ({ urn, region }) => vpcOutputs(urn, region),
    "aws:ec2/subnet:Subnet": ec2("subnet", "subnet"),
    "aws:ec2/securityGroup:SecurityGroup": ec2("sg", "security-group"),
    "aws:ec2/securityGroupRule:SecurityGroupRule": ec2("sgrule", "security-group-rule"),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ec2("sgr", "security-group-rule"),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ec2("sgr", "security-group-rule"),
    "aws:ec2/routeTable:RouteTable": ec2("rtb", "route-table"),
    "aws:ec2/internetGateway:InternetGateway": ec2("igw", "internet-gateway"),
    "aws:ec2/natGateway:NatGateway": ec2("nat", "natgateway"),
    "aws:ec2/flowLog:FlowLog": ec2("fl", "vpc-flow-log"),
    "aws:ec2/eip:Eip": ({ urn, region }) => ({
      id: `eipalloc-${made.hex(urn, 17)}`,
      allocationId: `eipalloc-${made.hex(urn, 17)}`,
      arn: `arn:aws:ec2:${region}:${account}:elastic-ip/eipalloc-${made.hex(urn, 17)}`,
      publicIp: `198.51.100.${1 + made.number(urn, 254)}`,
    }),
    "aws:ec2/vpcEndpoint:VpcEndpoint": ({ urn, region, inputs }) => {
      const id = `vpce-${made.hex(urn, 17)}`;
      return {
        id,
        arn: `arn:aws:ec2:${region}:${account}:vpc-endpoint/${id}`,
        state: "available",
        prefixListId: `pl-${made.hex(`${region}:${inputs.serviceName}`, 8)}`,
        dnsEntries: [{ dnsName: `${id}.${inputs.serviceName}`, hostedZoneId: `Z${made.upper(urn, 13)}` }],
        networkInterfaceIds: [],
      };
    },
    "awsx:ec2:Vpc": ({ urn, region, inputs }) => {
      const { id, ...main } = vpcOutputs(urn, region);
      const azs: string[] =
        inputs.availabilityZoneNames ??
        ["a", "b", "c"].slice(0, inputs.numberOfAvailabilityZones ?? 3).map((letter) => `${region}${letter}`);
      // Without subnetSpecs awsx makes a public and a private subnet in each availability zone.
      const specs: { type: string }[] = inputs.subnetSpecs ?? [{ type: "Public" }, { type: "Private" }];
      const subnets = specs.flatMap(({ type }, index) =>
        azs.map((az) => ({
          kind: type.toLowerCase(),
          id: `subnet-${made.hex(`${urn}:${type}:${index}:${az}`, 17)}`,
          availabilityZone: az,
        })),
      );
      const ids = (kind: string) => subnets.filter((subnet) => subnet.kind === kind).map((subnet) => subnet.id);
      const tables = subnets.map((subnet) => ({ id: `rtb-${made.hex(subnet.id, 17)}`, vpcId: id }));
      return {
        id: `${urn}`,
        vpcId: id,
        vpc: { id, ...main },
        subnets: subnets.map(({ kind: _, ...subnet }) => ({ ...subnet, vpcId: id })),
        publicSubnetIds: ids("public"),
        privateSubnetIds: ids("private"),
        isolatedSubnetIds: ids("isolated"),
        routeTables: tables,
        natGateways: [],
        eips: [],
        vpcEndpoints: [],
      };
    },
  },
  calls: {
    "aws:ec2/getManagedPrefixList:getManagedPrefixList": (inputs, region) => {
      const id = `pl-${made.hex(`${region}:${inputs.name}`, 17)}`;
      return { id, name: inputs.name, arn: `arn:aws:ec2:${region}:aws:prefix-list/${id}`, entries: [] };
    },
  },
};

function vpcOutputs(urn: string, region: string) {
  const id = `vpc-${made.hex(urn, 17)}`;
  return {
    id,
    arn: `arn:aws:ec2:${region}:${account}:vpc/${id}`,
    ownerId: account,
    cidrBlock: "10.0.0.0/16",
    defaultSecurityGroupId: `sg-${made.hex(`${urn}:sg`, 17)}`,
    defaultNetworkAclId: `acl-${made.hex(`${urn}:acl`, 17)}`,
    defaultRouteTableId: `rtb-${made.hex(`${urn}:rtb`, 17)}`,
    mainRouteTableId: `rtb-${made.hex(`${urn}:rtb`, 17)}`,
  };
}
