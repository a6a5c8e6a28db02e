import { confine } from "../shared/confine";

export const confineNetworkPeerings = confine({
  name: "confine-network-peerings",
  what: "Peerings, attachments and endpoints of networks",
  how: "is connected with",
  destinations: {
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": ["region:peerRegion"],
    "aws:ec2transitgateway/peeringAttachment:PeeringAttachment": ["region:peerRegion"],
    "aws:networkmanager/transitGatewayPeering:TransitGatewayPeering": ["reference:transitGatewayArn"],
    "aws:networkmanager/vpcAttachment:VpcAttachment": ["reference:vpcArn", "reference:subnetArns[*]"],
    "aws:networkmanager/transitGatewayRegistration:TransitGatewayRegistration": ["reference:transitGatewayArn"],
    "aws:ec2/vpcEndpoint:VpcEndpoint": [
      "region:serviceRegion",
      "text:serviceName",
      "reference:resourceConfigurationArn",
      "reference:serviceNetworkArn",
    ],
    "aws:ec2/vpcEndpointService:VpcEndpointService": [
      "region:supportedRegions[*]",
      "reference:gatewayLoadBalancerArns[*]",
      "reference:networkLoadBalancerArns[*]",
    ],
    "aws:ec2/trafficMirrorTarget:TrafficMirrorTarget": ["reference:networkLoadBalancerArn"],
    "aws:networkmanager/connectAttachment:ConnectAttachment": ["region:edgeLocation"],
    "aws:networkmanager/coreNetwork:CoreNetwork": ["region:basePolicyRegions[*]", "text:basePolicyDocument"],
    "aws:networkmanager/coreNetworkPolicyAttachment:CoreNetworkPolicyAttachment": ["text:policyDocument"],
    "aws:networkmanager/dxGatewayAttachment:DxGatewayAttachment": ["region:edgeLocations[*]"],
    "aws:networkmanager/siteToSiteVpnAttachment:SiteToSiteVpnAttachment": ["reference:vpnConnectionArn"],
    "aws:networkmanager/transitGatewayRouteTableAttachment:TransitGatewayRouteTableAttachment": [
      "reference:transitGatewayRouteTableArn",
    ],
    "aws:odb/networkPeeringConnection:NetworkPeeringConnection": ["reference:odbNetworkArn"],
  },
  remediation: "Peer networks of one jurisdiction only.",
  url: "https://docs.aws.amazon.com/vpc/latest/peering/what-is-vpc-peering.html",
});
