import { confine } from "../shared/confine";

export const confineKeyStores = confine({
  name: "confine-key-stores",
  what: "External key stores",
  how: "has its keys in",
  destinations: {
    "aws:kms/customKeyStore:CustomKeyStore": ["url:xksProxyUriEndpoint", "text:xksProxyVpcEndpointServiceName"],
  },
  remediation: "Use a key manager in the data's jurisdiction, and say in `elsewhere` where it is.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/keystore-external.html",
});
