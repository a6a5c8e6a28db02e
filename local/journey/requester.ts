/** How a journey reaches the twin: an HTTPS client that resolves names and connects as one at its place would. */

export interface RequestOptions {
  /** Name of the place that the request comes from. */
  from: string;
  method: "GET" | "POST" | "PUT";
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** The ledger's trace that the hops are noted on. */
  trace: string;
  /** Twin ms for the whole request. */
  timeoutMs?: number;
}

export interface Response {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
}

/** Rejects with the network's own error (`ETIMEDOUT`, `ECONNREFUSED`, `ENOTFOUND`) where there is no answer. */
export type Requester = (options: RequestOptions) => Promise<Response>;
