/** A registry on dynalite in a process of its own, so that it takes no time from what is measured. Prints its port. */
import type { AddressInfo } from "node:net";
import dynalite from "dynalite";
import { DynamoDb } from "../../functions/shared/dynamodb";
import { poolIssuer } from "../../model/names";
import { organizationKey, regionKey } from "../../model/registry";
import { regionStacks } from "../../model/topology";
import { createTable } from "./create-table";
import { organization, table } from "./registry-rows";

const server = dynalite({ createTableMs: 0 });
server.listen(0, "127.0.0.1", async () => {
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await createTable(endpoint, table);
  const client = new DynamoDb({ region: "ca-central-1", endpoint, timeoutMs: 10_000 });
  await client.putItem(table, {
    pk: organizationKey(organization),
    organization,
    jurisdiction: "CA",
    state: "active",
    version: 1,
  });
  for (const { region, jurisdiction } of Object.values(regionStacks)) {
    const userPoolId = `${region}_pool1`;
    const issuer = poolIssuer(region, userPoolId);
    await client.putItem(table, {
      pk: regionKey(region),
      region,
      jurisdiction,
      issuer,
      userPoolId,
      clientId: "client",
    });
  }
  console.log(endpoint);
});
// Ends with whoever started it, however that ended.
process.stdin.resume().on("end", () => process.exit(0));
