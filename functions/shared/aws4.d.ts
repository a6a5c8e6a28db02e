/** The part of aws4 that is used here: Signature Version 4 over a request that is about to be sent. */
declare module "aws4" {
  interface SignedRequest {
    service: string;
    region: string;
    method: string;
    /** With the port where it is not the protocol's own: the signature covers it. */
    host: string;
    path: string;
    headers: Record<string, string | number>;
    body: string | Buffer;
  }
  interface Credentials {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken?: string | undefined;
  }
  /** Adds `Authorization`, `X-Amz-Date` and `X-Amz-Security-Token` to the headers. */
  export function sign<T extends SignedRequest>(request: T, credentials: Credentials): T;
}
