/** Which way a program of the corpus goes: the same program, once against its rule and twice as it allows. */
import * as aws from "@pulumi/aws";
import { account } from "./scene";
import { metrics, tags } from "./tags";

export interface Way {
  /** Region that data goes to, or comes from. */
  readonly region: string;
  /** A name that requests for this data are sent to. */
  readonly host: string;
  /** Of what holds the data. */
  readonly tags: Record<string, string>;
}

export const ways = {
  abroad: { region: "us-east-1", host: "ca.api.example.com", tags },
  /** Inside the jurisdiction. */
  home: { region: "ca-west-1", host: "ca.api.example.com", tags },
  /** Abroad, with data of a class that may leave. */
  free: { region: "us-east-1", host: "api.example.com", tags: metrics },
} satisfies Record<string, Way>;

export const arn = (service: string, region: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

/** A bucket of a class that may be anywhere, so that only what is put into it is to blame. */
export const bucketIn = (region: string, name: string): aws.s3.Bucket =>
  new aws.s3.Bucket(name, { bucket: name, region, tags: metrics });
