/** Files of a bucket in the own Region, over S3's REST API: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html */
import { sendSigned } from "./signed";

export interface FileRange {
  bytes: Buffer;
  etag: string;
}

/** The bytes from the first to the last, both included; only where the file still has this ETag, if one is given. */
export type ReadRange = (file: string, range: [first: number, last: number], etag?: string) => Promise<FileRange>;

/** A page is a few kilobytes in the own Region. */
export const readTimeoutMs = 500;
/** The whole snapshot. */
export const writeTimeoutMs = 60_000;

export class Bucket {
  readonly #base: string;

  constructor(
    readonly region: string,
    name: string,
    endpoint: string | undefined = process.env.AWS_ENDPOINT_URL_S3,
  ) {
    this.#base = endpoint ? `${endpoint.replace(/\/$/, "")}/${name}` : `https://${name}.s3.${region}.amazonaws.com`;
  }

  readonly read: ReadRange = async (file, [first, last], etag) => {
    const { status, bytes, headers } = await this.#send("GET", file, {
      headers: { Range: `bytes=${first}-${last}`, ...(etag && { "If-Match": etag }) },
      timeoutMs: readTimeoutMs,
    });
    if (status !== 206) {
      throw new Error(`${file} was answered with HTTP ${status}`);
    }
    return { bytes, etag: String(headers.etag) };
  };

  async write(file: string, body: Buffer): Promise<void> {
    const { status } = await this.#send("PUT", file, { headers: {}, body, timeoutMs: writeTimeoutMs });
    if (status !== 200) {
      throw new Error(`writing ${file} was answered with HTTP ${status}`);
    }
  }

  #send(method: string, file: string, request: { headers: Record<string, string>; body?: Buffer; timeoutMs: number }) {
    return sendSigned({
      service: "s3",
      region: this.region,
      url: new URL(`${this.#base}/${file}`),
      method,
      ...request,
    });
  }
}
