import { confine } from "../shared/confine";

export const confineNetworkPeerings = confine({
  name: "confine-network-peerings",
  what: "VPC and Transit Gateway peerings",
  how: "is connected with",
  destinations: {
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": ["region:peerRegion"],
    "aws:ec2transitgateway/peeringAttachment:PeeringAttachment": ["region:peerRegion"],
    "aws:networkmanager/transitGatewayPeering:TransitGatewayPeering": ["reference:transitGatewayArn"],
    "aws:networkmanager/vpcAttachment:VpcAttachment": ["reference:vpcArn"],
    "aws:networkmanager/transitGatewayRegistration:TransitGatewayRegistration": ["reference:transitGatewayArn"],
    "aws:ec2/vpcEndpoint:VpcEndpoint": ["region:serviceRegion", "text:serviceName"],
  },
  remediation: "Peer networks of one jurisdiction only.",
  url: "https://docs.aws.amazon.com/vpc/latest/peering/what-is-vpc-peering.html",
});
