/** Lambda. */
import { createHash } from "node:crypto";
import { account, made } from "./made";
import type { ServiceOutputs } from "./types";

export const lambda: ServiceOutputs = {
  outputs: {
    "aws:lambda/function:Function": ({ region, physical, inputs }) => {
      const arn = `arn:aws:lambda:${region}:${account}:function:${physical}`;
      const invoke = (target: string) =>
        `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${target}/invocations`;
      const version = inputs.publish ? "1" : "$LATEST";
      return {
        id: physical,
        name: physical,
        arn,
        version,
        invokeArn: invoke(arn),
        qualifiedArn: `${arn}:${version}`,
        qualifiedInvokeArn: invoke(`${arn}:${version}`),
        codeSha256: createHash("sha256")
          .update(JSON.stringify(inputs.code ?? ""))
          .digest("base64"),
      };
    },
    "aws:lambda/permission:Permission": ({ name, urn, inputs }) => {
      const statementId = inputs.statementId ?? `${name}-${made.hex(urn, 7)}`;
      return { id: statementId, statementId };
    },
    "aws:lambda/alias:Alias": ({ region, inputs, physical }) => {
      const functionName = String(inputs.functionName).split(":").at(-1);
      const arn = `arn:aws:lambda:${region}:${account}:function:${functionName}:${physical}`;
      return {
        id: arn,
        name: physical,
        arn,
        invokeArn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`,
      };
    },
  },
};
