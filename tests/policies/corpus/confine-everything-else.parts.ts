import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** Parts of MIME in user data, one of them encoded, with a file in it that is encoded again. */
export function program({ region, tags }: Way) {
  const file = base64(JSON.stringify({ queue: `https://sqs.${region}.amazonaws.com/123456789012/orders` }));
  const config = `#cloud-config\nwrite_files:\n- path: /etc/orders.json\n  encoding: b64\n  content: ${file}\n`;
  const parts = [
    'Content-Type: multipart/mixed; boundary="==part=="\nMIME-Version: 1.0\n',
    "--==part==\nContent-Type: text/x-shellscript\n\n#!/bin/sh\n/opt/orders/run",
    `--==part==\nContent-Type: text/cloud-config\nContent-Transfer-Encoding: base64\n\n${base64(config).replace(/.{76}/g, "$&\n")}`,
    "--==part==--\n",
  ];
  new aws.ec2.Instance("orders", { ami: "ami-1", userData: parts.join("\n"), tags });
}
