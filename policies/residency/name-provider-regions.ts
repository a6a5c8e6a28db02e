import { classify } from "../classification";
import { inside, transfers } from "../shared/confine";
import { stackItself } from "../shared/declare-topology";
import { listed, quoted } from "../shared/message";
import { placesOf } from "../shared/place";
import type { Provider, Resource } from "../shared/resource";
import type { Context, Finding, Rule } from "../shared/rule";
import { isUnknown, parsed, stringsIn } from "../shared/values";

const type = "pulumi:providers:aws";
const allowed = "every provider names its Region in the program or by aws:region, and calls that Region's endpoints";

/** What the environment or a profile decides is another thing on another machine. */
export const nameProviderRegions: Rule = {
  name: "residency-name-provider-regions",
  description: "Providers name the Region that they work in, and call no endpoint of another.",
  severity: "critical",
  references: [...transfers, { framework: "home-region", id: "law 6" }],
  remediation: "Give the provider a region, or set aws:region in the stack's configuration; leave its endpoints out.",
  url: "https://www.pulumi.com/registry/packages/aws/installation-configuration/",
  checkStack(stack, context) {
    const providers = new Map<string, { provider: Provider; decides: boolean }>();
    for (const resource of context.graph.resources) {
      const { provider } = resource;
      if (resource.stack === stack && provider?.type === type) {
        const decides = providers.get(provider.name)?.decides || isDecided(resource, context);
        providers.set(provider.name, { provider, decides });
      }
    }
    const declared = context.graph.ofType(type).filter((resource) => resource.stack === stack);
    for (const { name, props } of declared) {
      providers.set(name, { provider: { type, name, props }, decides: providers.get(name)?.decides ?? true });
    }
    const itself = stackItself(stack, context.graph.resources);
    return [...providers.values()].flatMap(({ provider, decides }) => {
      const resource = declared.find(({ name }) => name === provider.name) ?? itself;
      return [...(decides ? regionless(provider, resource) : []), ...endpoints(provider, resource, context)];
    });
  },
};

/** Whether it is the provider that says where the resource is. */
const isDecided = ({ type, props }: Resource, { topology }: Context): boolean =>
  classify(type, topology).regional && (props.region === undefined || props.region === null);

function regionless({ name, props }: Provider, resource: Resource): Finding[] {
  const { region } = props;
  if (typeof region === "string" && region !== "" && !isUnknown(region)) {
    return [];
  }
  const what = isUnknown(region) ? "a Region that is not known in a preview" : "no Region of its own";
  const found = `works by provider ${quoted(name)} with ${what}, so that the environment or a profile decides`;
  return [{ resource, path: "region", found, allowed, fix: "set its region, or aws:region" }];
}

function endpoints({ name, props }: Provider, resource: Resource, context: Context): Finding[] {
  const own = String(props.region);
  const given = isUnknown(props.endpoints)
    ? []
    : stringsIn({ endpoints: parsed(props.endpoints) }).filter(({ value }) => value !== "");
  return given.flatMap(({ path, value }) => {
    const { regions, jurisdictions, otherwise } = placesOf(value, "url", resource, context);
    const foreign = regions.filter((region) => region !== own).map((region) => inside(region, context));
    const others = jurisdictions.filter((code) => code !== context.topology.regions[own]);
    const where = otherwise === "lost" && !isUnknown(value) ? ["a place that nothing tells"] : [...foreign, ...others];
    return where.length === 0
      ? []
      : [
          {
            resource,
            path,
            found: `works by provider ${quoted(name)} of ${own}, which calls ${quoted(value)} in ${listed(where)}`,
            allowed,
            fix: "remove the endpoint, or say in `elsewhere` where it is",
          },
        ];
  });
}
