import { confine } from "../shared/confine";

export const confineServiceNetworks = confine({
  name: "confine-service-networks",
  what: "Targets of VPC Lattice, Cloud Map and Verified Access",
  how: "is sent to",
  destinations: {
    "aws:servicediscovery/instance:Instance": ["text:attributes.*"],
    "aws:verifiedaccess/endpoint:Endpoint": [
      "reference:loadBalancerOptions.loadBalancerArn",
      "reference:rdsOptions.rdsDbClusterArn",
      "reference:rdsOptions.rdsDbInstanceArn",
      "reference:rdsOptions.rdsDbProxyArn",
      "text:rdsOptions.rdsEndpoint",
    ],
    "aws:vpclattice/resourceConfiguration:ResourceConfiguration": [
      "reference:resourceConfigurationDefinition.arnResource.arn",
      "url:resourceConfigurationDefinition.dnsResource.domainName",
    ],
    "aws:vpclattice/targetGroupAttachment:TargetGroupAttachment": ["reference:target.id"],
  },
  remediation:
    "Register targets in Regions of the data's jurisdiction; say in `elsewhere` where a server of your own is.",
  url: "https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-configuration.html",
});
