/** Answers BatchGetItem with a made-up row for every key: a registry of any size that needs no filling. Prints its endpoint. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { marshal } from "../../functions/shared/attributes";
import { poolIssuer } from "../../model/names";
import { jurisdictionOf } from "../../model/topology";
import { table } from "./registry-rows";

const rowOf = (pk: string) => {
  const name = pk.slice(pk.indexOf("#") + 1);
  if (!pk.startsWith("region#")) {
    return { pk, organization: name, jurisdiction: name.endsWith("7") ? "US" : "CA", state: "active", version: 1 };
  }
  const userPoolId = `${name}_pool1`;
  return {
    pk,
    region: name,
    jurisdiction: jurisdictionOf(name),
    issuer: poolIssuer(name, userPoolId),
    userPoolId,
    clientId: "client",
  };
};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const { RequestItems } = JSON.parse(Buffer.concat(chunks).toString());
    const items = (RequestItems[table].Keys as { pk: { S: string } }[]).map(({ pk }) => marshal(rowOf(pk.S)));
    response.end(JSON.stringify({ Responses: { [table]: items }, UnprocessedKeys: {} }));
  });
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
process.stdin.resume().on("end", () => process.exit(0));
