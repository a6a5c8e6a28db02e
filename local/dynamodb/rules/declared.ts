/** The declared tables: where their replicas are, what class of data they hold, which items they start with. */

import type { Graph, Resource } from "../../../graph/graph";
import { type DataClass, dataClasses } from "../../../model/topology";
import type { AttributeMap } from "../store";

const tableType = "aws:dynamodb/table:Table";
const replicaType = "aws:dynamodb/tableReplica:TableReplica";
const itemType = "aws:dynamodb/tableItem:TableItem";

export interface DeclaredTable {
  /** Physical name: the same in every Region. */
  name: string;
  logicalName: string;
  account: string;
  /** Regions that hold a replica, the table's own first. */
  regions: string[];
  dataClass: DataClass;
  /** Region → ARN of the customer managed key that its replica is encrypted with. Absent: a key of AWS's own. */
  keys: Readonly<Record<string, string>>;
  hashKey: string;
  /** Input of CreateTable. */
  definition: { TableName: string; [input: string]: unknown };
  /** Items that a stack declares, each written in its own Region. */
  items: { region: string; item: AttributeMap }[];
}

/** Throws where a declaration cannot be brought to life, with all such faults at once. */
export function declaredTables(graph: Graph): DeclaredTable[] {
  const faults: string[] = [];
  const tables = graph.ofType(tableType).map((table) => declared(graph, table, faults));
  for (const replica of graph.ofType(replicaType)) {
    const arn = replica.inputs.globalTableArn;
    if (!tables.some((table) => isReplicaOf(graph, table.name, replica))) {
      faults.push(`replica "${replica.name}" of stack ${replica.stack} is of "${arn}", which no stack declares`);
    }
  }
  for (const one of graph.ofType(itemType)) {
    const table = tables.find((candidate) => candidate.name === one.inputs.tableName);
    const region = one.region;
    if (!table || !region || !table.regions.includes(region)) {
      faults.push(
        `item "${one.name}" of stack ${one.stack} is for table "${one.inputs.tableName}" in ${region}, ` +
          `which has replicas in ${table?.regions.join(", ") ?? "no Region"}`,
      );
    } else {
      table.items.push({ region, item: JSON.parse(one.inputs.item) });
    }
  }
  if (faults.length) {
    throw new Error(`The declared tables do not fit together:\n - ${faults.join("\n - ")}`);
  }
  return tables;
}

function declared(graph: Graph, table: Resource, faults: string[]): DeclaredTable {
  const name = physicalName(table);
  const own = table.region;
  if (!own) {
    faults.push(`table "${table.name}" of stack ${table.stack} has no Region`);
  }
  const separate = graph.ofType(replicaType).filter((replica) => isReplicaOf(graph, name, replica));
  // A program with TableReplica resources ignores changes of `replicas`, as the provider asks for: the two are never mixed.
  const replicas: { region?: string | undefined; kmsKeyArn?: string }[] = separate.length
    ? separate.map(({ region, inputs }) => ({ region, kmsKeyArn: inputs.kmsKeyArn }))
    : (table.inputs.replicas ?? []).map((one: Record<string, string>) => ({ ...one, region: one.regionName }));
  const all = [{ region: own, kmsKeyArn: table.inputs.serverSideEncryption?.kmsKeyArn }, ...replicas];
  return {
    name,
    logicalName: table.name,
    account: String(table.outputs.arn ?? "").split(":")[4] || "000000000000",
    regions: [...new Set(all.flatMap(({ region }) => region ?? []))],
    dataClass: classOf(table),
    keys: Object.fromEntries(
      all.flatMap(({ region, kmsKeyArn }) => (region && kmsKeyArn ? [[region, kmsKeyArn]] : [])),
    ),
    hashKey: table.inputs.hashKey,
    definition: definitionOf(name, table.inputs),
    items: [],
  };
}

function isReplicaOf(graph: Graph, name: string, replica: Resource): boolean {
  const arn = String(replica.inputs.globalTableArn);
  const table = graph.byArn(arn);
  return table?.type === tableType ? physicalName(table) === name : arn.endsWith(`:table/${name}`);
}

function physicalName(table: Resource): string {
  return table.inputs.name ?? table.outputs.name ?? table.id;
}

/** Without a tag the worst is assumed: personal data. */
function classOf(table: Resource): DataClass {
  const tag = { ...table.outputs.tagsAll, ...table.inputs.tags }["data-class"];
  return typeof tag === "string" && tag in dataClasses ? (tag as DataClass) : "personal";
}

function definitionOf(name: string, inputs: Record<string, any>): DeclaredTable["definition"] {
  const provisioned = inputs.billingMode !== "PAY_PER_REQUEST";
  const throughput = (capacity: Record<string, any>) =>
    provisioned && {
      ProvisionedThroughput: {
        ReadCapacityUnits: capacity.readCapacity ?? 1,
        WriteCapacityUnits: capacity.writeCapacity ?? 1,
      },
    };
  const index = (hashKey: string, one: Record<string, any>) => ({
    IndexName: one.name,
    KeySchema: keySchema(hashKey, one.rangeKey),
    Projection: {
      ProjectionType: one.projectionType,
      ...(one.nonKeyAttributes?.length ? { NonKeyAttributes: one.nonKeyAttributes } : {}),
    },
  });
  const global = (inputs.globalSecondaryIndexes ?? []).map((one: Record<string, any>) => ({
    ...index(one.hashKey, one),
    ...throughput(one),
  }));
  const local = (inputs.localSecondaryIndexes ?? []).map((one: Record<string, any>) => index(inputs.hashKey, one));
  return {
    TableName: name,
    AttributeDefinitions: (inputs.attributes ?? []).map((one: { name: string; type: string }) => ({
      AttributeName: one.name,
      AttributeType: one.type,
    })),
    KeySchema: keySchema(inputs.hashKey, inputs.rangeKey),
    ...(provisioned ? {} : { BillingMode: "PAY_PER_REQUEST" }),
    ...throughput(inputs),
    ...(global.length ? { GlobalSecondaryIndexes: global } : {}),
    ...(local.length ? { LocalSecondaryIndexes: local } : {}),
  };
}

function keySchema(hashKey: string, rangeKey?: string): { AttributeName: string; KeyType: string }[] {
  const hash = { AttributeName: hashKey, KeyType: "HASH" };
  return rangeKey ? [hash, { AttributeName: rangeKey, KeyType: "RANGE" }] : [hash];
}
