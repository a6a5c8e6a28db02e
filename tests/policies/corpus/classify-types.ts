import * as pulumi from "@pulumi/pulumi";

/** Of a service that came after the last review. */
class Lake extends pulumi.CustomResource {
  constructor(name: string) {
    super("aws:newstore/lake:Lake", name, {});
  }
}

export function program() {
  new Lake("lake");
}
