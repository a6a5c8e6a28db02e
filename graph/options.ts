/** Resource options as the SDK sends them to the engine: https://www.pulumi.com/docs/iac/concepts/resources/options/ */
import type { ResourceOptions } from "./graph";

/** https://github.com/pulumi/pulumi/blob/master/proto/pulumi/resource.proto: a RegisterResourceRequest or ReadResourceRequest. */
type Request = Record<string, any>;

/** Those that are set. `dependsOn` holds what the inputs do not imply: the rest is an order that the engine knows anyway. */
export function optionsOf(request: Request): ResourceOptions {
  const list = (get: string): string[] => [...(request[get]?.() ?? [])];
  const flag = (name: string): boolean | undefined =>
    request[`has${name}`]?.() ? Boolean(request[`get${name}`]()) : undefined;
  const text = (get: string): string | undefined => request[get]?.() || undefined;
  return definedOnly({
    parent: text("getParent"),
    dependsOn: explicitDependencies(request).sort(),
    provider: text("getProvider"),
    providers: Object.fromEntries(request.getProvidersMap?.().toObject() ?? []),
    protect: flag("Protect"),
    retainOnDelete: flag("Retainondelete"),
    ignoreChanges: list("getIgnorechangesList"),
    replaceOnChanges: list("getReplaceonchangesList"),
    hideDiffs: list("getHidediffsList"),
    additionalSecretOutputs: list("getAdditionalsecretoutputsList"),
    deleteBeforeReplace: request.getDeletebeforereplacedefined?.() ? request.getDeletebeforereplace() : undefined,
    deletedWith: text("getDeletedwith"),
    replaceWith: list("getReplaceWithList"),
    replacementTrigger: request.getReplacementTrigger?.()?.toJavaScript(),
    aliases: (request.getAliasesList?.() ?? []).map(aliasOf),
    customTimeouts: definedOnly(request.getCustomtimeouts?.()?.toObject() ?? {}),
    import: text("getImportid"),
    readId: text("getId"),
    version: text("getVersion"),
    pluginDownloadURL: text("getPlugindownloadurl"),
    envVarMappings: Object.fromEntries(request.getEnvvarmappingsMap?.().toObject() ?? []),
    hooks: definedOnly(request.getHooks?.()?.toObject() ?? {}),
  });
}

function explicitDependencies(request: Request): string[] {
  const byProperty: [string, { getUrnsList(): string[] }][] = [
    ...(request.getPropertydependenciesMap?.().entries() ?? []),
  ];
  const implied = new Set(byProperty.flatMap(([, dependency]) => dependency.getUrnsList()));
  return [...(request.getDependenciesList?.() ?? [])].filter((urn) => !implied.has(urn));
}

/** An URN, or what differs: https://www.pulumi.com/docs/iac/concepts/resources/options/aliases/ */
function aliasOf(alias: Request): string | Record<string, string | boolean> {
  const spec = alias.getSpec();
  return spec ? definedOnly(spec.toObject()) : alias.getUrn();
}

/** Without what is empty: protobuf has no other word for "not set". */
function definedOnly<T extends object>(all: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const isSet = (value: unknown) =>
    value !== undefined &&
    value !== "" &&
    (typeof value !== "object" || value === null || Object.keys(value).length > 0);
  return Object.fromEntries(Object.entries(all).filter(([, value]) => isSet(value))) as T;
}
