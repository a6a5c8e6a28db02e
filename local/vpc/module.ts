import { serviceKey, serviceModule } from "../module";

export const vpcModule = serviceModule({
  key: serviceKey("vpc"),
  title: "Amazon Virtual Private Cloud",
  description: { does: "nothing: loopback stands for the network" },
  declaredOnly: {
    "aws:ec2/securityGroup:SecurityGroup":
      "declared; loopback has no security groups, so every port that is served answers",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "declared; see SecurityGroup",
    "awsx:ec2:Vpc": "declared; loopback stands for the network, without subnets and routes",
  },
  calls: ["aws:ec2/getManagedPrefixList:getManagedPrefixList"],
});
