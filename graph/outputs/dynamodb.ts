/** DynamoDB. */
import { account, made } from "./made";
import type { ServiceOutputs } from "./types";

export const dynamodb: ServiceOutputs = {
  outputs: {
    "aws:dynamodb/table:Table": ({ region, inputs, physical }) => {
      const arn = (where: string) => `arn:aws:dynamodb:${where}:${account}:table/${physical}`;
      const label = "2026-01-01T00:00:00.000";
      return {
        id: physical,
        name: physical,
        arn: arn(region),
        // Global tables need streams, so AWS has one wherever there are replicas.
        ...(inputs.streamEnabled || inputs.replicas?.length
          ? { streamArn: `${arn(region)}/stream/${label}`, streamLabel: label }
          : {}),
        ...(inputs.replicas
          ? { replicas: inputs.replicas.map((replica: any) => ({ ...replica, arn: arn(replica.regionName) })) }
          : {}),
      };
    },
    "aws:dynamodb/tableReplica:TableReplica": ({ inputs, region }) => {
      // arn:aws:dynamodb:<main Region>:<account>:table/<name>
      const table = String(inputs.globalTableArn).split(":table/")[1];
      return { id: `${table}:${region}`, arn: `arn:aws:dynamodb:${region}:${account}:table/${table}` };
    },
    "aws:dynamodb/tableItem:TableItem": ({ inputs, urn }) => ({ id: `${inputs.tableName}|${made.hex(urn, 8)}` }),
  },
};
