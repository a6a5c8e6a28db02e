import { judge, transfers } from "../shared/confine";
import { declaredBy } from "../shared/data";
import type { Resource } from "../shared/resource";
import type { Context, Finding, Rule } from "../shared/rule";
import { type Found, hasUnknown, valuesAt } from "../shared/values";

const replication = "aws:ecr/replicationConfiguration:ReplicationConfiguration";
const cache = "aws:ecr/pullThroughCacheRule:PullThroughCacheRule";
const rules = "replicationConfiguration.rules[*]";
const filters = "repositoryFilters[*].filter";
const wording = {
  how: "is replicated to",
  remediation:
    "declare the images of every repository that the rule takes in public, or replicate within the jurisdiction",
};

/**
 * A registry replicates all its repositories, or those whose names begin with a filter's text; so the class of these
 * repositories decides: https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
 */
export const confineImageReplicas: Rule = {
  name: "residency-confine-image-replicas",
  description: "Replicas of container images stay in the jurisdiction, unless all of them may leave by their class.",
  severity: "critical",
  references: transfers,
  remediation:
    "Declare the repositories' images public where they hold no data and name these repositories in the rule's filters, or replicate within the jurisdiction.",
  url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html",
  types: [replication, cache],
  claims: {
    [replication]: [`${rules}.destinations[*].region`],
    [cache]: ["upstreamRegistryUrl"],
  },
  check(resource, context) {
    if (resource.type === cache) {
      const wording = { how: "is pulled from", remediation: "pull from a registry of the jurisdiction" };
      return valuesAt(resource.props, "upstreamRegistryUrl").flatMap((url) =>
        judge(url, "url", resource, context, wording),
      );
    }
    // Bare of its filters, which may name a repository: whose data it is, mayLeave has asked.
    const bare = { ...resource, props: {} };
    return valuesAt(resource.props, rules)
      .filter((rule) => !mayLeave(rule, resource, context))
      .flatMap(({ path, value }) => {
        const open = context.scope === "partial" && valuesAt(value, filters).length > 0;
        return valuesAt(value, "destinations[*].region").flatMap((destination) =>
          judge({ ...destination, path: `${path}.${destination.path}` }, "region", bare, context, wording).map(
            (finding): Finding => ({ ...finding, resource, deferred: finding.deferred || open }),
          ),
        );
      });
  },
};

/** Whether every repository that a rule takes in is declared here, of a class that may leave. */
function mayLeave({ value }: Found, { stack }: Resource, { graph, topology }: Context): boolean {
  const prefixes = valuesAt(value, filters).map((filter) => filter.value);
  // Without filters it takes every repository, also those that no program declares.
  if (prefixes.length === 0) {
    return false;
  }
  const repositories = graph.ofType("aws:ecr/repository:Repository").filter((resource) => resource.stack === stack);
  const isFree = (repository: Resource) => {
    const data = declaredBy(repository, topology);
    return data !== undefined && data.allowed === undefined;
  };
  return prefixes.every((prefix) => {
    // A name that is not known yet may begin with anything.
    const taken = repositories.filter(
      (repository) => hasUnknown(nameOf(repository)) || nameOf(repository).startsWith(String(prefix)),
    );
    return taken.length > 0 && taken.every(isFree);
  });
}

/** One that the program does not name, Pulumi names after the resource: https://www.pulumi.com/docs/iac/concepts/resources/names/ */
const nameOf = ({ outputs, props, name }: Resource): string => String(props.name ?? outputs?.name ?? name);
