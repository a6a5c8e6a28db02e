import * as pulumi from "@pulumi/pulumi";

export function program() {
  new pulumi.StackReference("organization/corpus/us");
}
