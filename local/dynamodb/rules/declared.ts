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
  partitionKey: string;
  /** Input of CreateTable. */
  definition: { TableName: string; [input: string]: unknown };
  /** Items that a stack declares, each written in its own Region. */
  items: { region: string; item: AttributeMap }[];
}

/** Throws where a declaration cannot be brought to life, with all such issues at once. */
export function declaredTables(graph: Graph): DeclaredTable[] {
  const issues: string[] = [];
  const tables = graph.ofType(tableType).map((table) => declared(graph, table, issues));
  for (const replica of graph.ofType(replicaType)) {
    const arn = replica.inputs.globalTableArn;
    if (!tables.some((table) => isReplicaOf(graph, table.name, replica))) {
      issues.push(`replica "${replica.name}" of stack ${replica.stack} is of "${arn}", which no stack declares`);
    }
  }
  for (const item of graph.ofType(itemType)) {
    const table = tables.find((candidate) => candidate.name === item.inputs.tableName);
    const region = item.region;
    if (!table || !region || !table.regions.includes(region)) {
      issues.push(
        `item "${item.name}" of stack ${item.stack} is for table "${item.inputs.tableName}" in ${region}, ` +
          `which has replicas in ${table?.regions.join(", ") ?? "no Region"}`,
      );
    } else {
      table.items.push({ region, item: JSON.parse(item.inputs.item) });
    }
  }
  if (issues.length) {
    throw new Error(`The declared tables do not fit together:\n - ${issues.join("\n - ")}`);
  }
  return tables;
}

function declared(graph: Graph, table: Resource, issues: string[]): DeclaredTable {
  const name = physicalName(table);
  const own = table.region;
  if (!own) {
    issues.push(`table "${table.name}" of stack ${table.stack} has no Region`);
  }
  const separate = graph.ofType(replicaType).filter((replica) => isReplicaOf(graph, name, replica));
  // A program with TableReplica resources ignores changes of `replicas`, as the provider asks for: the two are never mixed.
  const replicas: { region?: string | undefined; kmsKeyArn?: string }[] = separate.length
    ? separate.map(({ region, inputs }) => ({ region, kmsKeyArn: inputs.kmsKeyArn }))
    : (table.inputs.replicas ?? []).map((replica: Record<string, string>) => ({
        ...replica,
        region: replica.regionName,
      }));
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
    partitionKey: table.inputs.hashKey,
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
  const index = (partitionKey: string, declared: Record<string, any>) => ({
    IndexName: declared.name,
    KeySchema: keySchema(partitionKey, declared.rangeKey),
    Projection: {
      ProjectionType: declared.projectionType,
      ...(declared.nonKeyAttributes?.length ? { NonKeyAttributes: declared.nonKeyAttributes } : {}),
    },
  });
  const global = (inputs.globalSecondaryIndexes ?? []).map((globalIndex: Record<string, any>) => ({
    ...index(globalIndex.hashKey, globalIndex),
    ...throughput(globalIndex),
  }));
  const local = (inputs.localSecondaryIndexes ?? []).map((localIndex: Record<string, any>) =>
    index(inputs.hashKey, localIndex),
  );
  return {
    TableName: name,
    AttributeDefinitions: (inputs.attributes ?? []).map((attribute: { name: string; type: string }) => ({
      AttributeName: attribute.name,
      AttributeType: attribute.type,
    })),
    KeySchema: keySchema(inputs.hashKey, inputs.rangeKey),
    ...(provisioned ? {} : { BillingMode: "PAY_PER_REQUEST" }),
    ...throughput(inputs),
    ...(global.length ? { GlobalSecondaryIndexes: global } : {}),
    ...(local.length ? { LocalSecondaryIndexes: local } : {}),
  };
}

function keySchema(partitionKey: string, rangeKey?: string): { AttributeName: string; KeyType: string }[] {
  const hash = { AttributeName: partitionKey, KeyType: "HASH" };
  return rangeKey ? [hash, { AttributeName: rangeKey, KeyType: "RANGE" }] : [hash];
}
