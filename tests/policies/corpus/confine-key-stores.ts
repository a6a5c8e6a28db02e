import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.kms.CustomKeyStore("own", {
    customKeyStoreName: "own",
    customKeyStoreType: "EXTERNAL_KEY_STORE",
    xksProxyConnectivity: "PUBLIC_ENDPOINT",
    xksProxyUriEndpoint: `https://keys.${region}.example.com`,
    xksProxyUriPath: "/kms/xks/v1",
  });
}
