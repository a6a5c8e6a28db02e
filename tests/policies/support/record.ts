/** Runs a small Pulumi program under the SDK's test engine and returns what it declares, as rules see it. */
import * as pulumi from "@pulumi/pulumi";
import { plain } from "../../../graph/values";
import { type Resource, serviceOf } from "../../../policies/shared/resource";
import { account, topology } from "./scene";

export async function record(stack: string, program: () => unknown): Promise<Resource[]> {
  const resources: Resource[] = [];
  const region = topology.stacks[stack]?.region ?? "ca-central-1";
  await pulumi.runtime.setMocks(
    {
      async newResource({ type, name, inputs: sent, provider, custom }) {
        const inputs = await plain(sent);
        const explicit = resources.find((resource) => provider?.includes(`${resource.type}::${resource.name}::`));
        const home = inputs.region ?? explicit?.props.region ?? region;
        const outputs = {
          id: `${name}-id`,
          name,
          arn: `arn:aws:${serviceOf(type)}:${home}:${account}:${name}`,
          dnsName: `${name}.${home}.elb.amazonaws.com`,
          regionalDomainName: `${name}.execute-api.${home}.amazonaws.com`,
          ...inputs,
        };
        resources.push({
          type,
          name,
          urn: `urn:pulumi:${stack}::corpus::${type}::${name}`,
          stack,
          props: inputs,
          outputs,
          ...(custom &&
            !type.startsWith("pulumi:") && {
              provider: {
                type: "pulumi:providers:aws",
                name: explicit?.name ?? "default",
                props: explicit ? { region: explicit.props.region, endpoints: explicit.props.endpoints } : { region },
              },
            }),
        });
        return { id: outputs.id, state: outputs };
      },
      call: ({ token }) => {
        throw new Error(`the corpus calls nothing, but ${token}`);
      },
    },
    "corpus",
    stack,
    false,
    "organization",
  );
  await pulumi.runtime.runInPulumiStack(async () => {
    await program();
    return {};
  });
  await pulumi.runtime.disconnect();
  return resources;
}
