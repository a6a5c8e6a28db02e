/** How people's apps reach the twin: an HTTPS client that resolves names and connects as one at its place would. */

export interface RequestOptions {
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

/** Rejects with the network's own error (`ETIMEDOUT`, `ECONNREFUSED`, `ENOTFOUND`) where there is no response. */
export type Requester = (options: RequestOptions) => Promise<Response>;

/** An app that has just been started: it knows no addresses and has no connections yet. */
export interface Device {
  request: Requester;
  close(): void;
}

export type OpenDevice = (place: string) => Device;
