import type { Service } from "../context";
import { type ServiceKey, serviceKey } from "../module";

/** The declared tables, each replica in its own Region, with replication between them. */
export interface DynamoDb extends Service {
  /** What `AWS_ENDPOINT_URL_DYNAMODB` is for callers in a Region. Real AWS SDK calls work on it. */
  endpoint(region: string): string;
  /** Reads an item as it is in one Region, past permissions, faults and ledger. AttributeValue maps, as DynamoDB writes them. */
  peek(table: string, region: string, key: Record<string, any>): Promise<Record<string, any> | undefined>;
  /** Writes that have not reached every replica yet, by physical table name. */
  pending(): Record<string, number>;
  /** The same by table and link: where a link is cut, they wait for its end. */
  waiting(): WaitingWrites[];
}

/** Writes of one Region that another one's replica does not have yet. */
export interface WaitingWrites {
  /** Logical name. */
  table: string;
  from: string;
  to: string;
  writes: number;
}

export const dynamodb: ServiceKey<DynamoDb> = serviceKey("dynamodb");
