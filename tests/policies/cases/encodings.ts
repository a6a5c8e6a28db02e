/** Cases of the residency rule about what is encoded. */
import { deflateRawSync, gzipSync } from "node:zlib";
import { unknown } from "../../../policies/shared/values";
import type { CasesOf } from "../support/cases";
import { make, publicData } from "../support/scene";

const base64 = (text: string | Buffer) => Buffer.from(text).toString("base64");
const binary = base64(deflateRawSync("what no rule can read, because nothing says how it was put together"));
const script = "#!/bin/sh\n/opt/orders/run\n";
const template = (userData: unknown, sketch = {}) =>
  make("aws:ec2/launchTemplate:LaunchTemplate", { userData }, sketch);
const instance = (props: Record<string, unknown>) => make("aws:ec2/instance:Instance", { ami: "ami-1", ...props });
const object = (props: Record<string, unknown>, sketch = {}) =>
  make("aws:s3/bucketObjectv2:BucketObjectv2", { bucket: "b", key: "k", ...props }, sketch);
const file = (encoding: string, content: string) =>
  `#cloud-config\nwrite_files:\n- encoding: ${encoding}\n  path: /opt/tool\n  content: ${content}\n`;
const pem = `-----BEGIN CERTIFICATE-----\n${binary}${binary}\n-----END CERTIFICATE-----\n`;

export const encodingCases: CasesOf = {
  "residency-read-encodings": {
    compliant: [
      [template(base64(script))],
      [template(base64(gzipSync(script)))],
      [template(`${base64(script).slice(0, 20)}\n${base64(script).slice(20)}`)],
      [template(base64(file("b64", base64(script))))],
      [template(base64(file("gz+b64", base64(gzipSync(script)))))],
      [template(base64(file("b64", `${base64(script)}\n${pem}`)))],
      [template(binary, { tags: publicData })],
      [template(base64("<powershell>Start-Service orders</powershell>"))],
      [instance({ userData: script })],
      // Nothing says that it is encoded.
      [instance({ userData: `#!/bin/sh\necho ${binary}` })],
      [instance({ userDataBase64: base64(script) })],
      [object({ content: "a page" })],
      [object({ contentBase64: binary }, { tags: publicData })],
    ],
    violating: [
      [template(binary)],
      [template("no base64: !")],
      [template(base64(gzipSync(script).subarray(0, 20)))],
      [template(base64(gzipSync(Buffer.alloc(2_000_000))))],
      [template(base64(file("b64", binary)))],
      [template(base64(file("gzip+base64", binary)))],
      [template(base64(`tool: !!binary ${binary}\n`))],
      [instance({ userData: `Content-Transfer-Encoding: base64\n\n${binary}` })],
      [instance({ userDataBase64: binary })],
      [object({ contentBase64: binary })],
      [object({ content: file("base64", binary) })],
    ],
    absent: { passed: [[template(undefined)], [instance({})], [object({})]] },
    // Once it is known it is read.
    unknown: { passed: [[template(unknown)], [instance({ userDataBase64: unknown })]] },
  },
};
