import { classifiedTypes, classifiedVersion, classify } from "../../classification";
import type { Pack } from "../../shared/pack";
import type { Rule } from "../../shared/rule";
import { topologyOf } from "../../shared/topology";

const generated = "<!-- Written by policies/check/docs.ts from the rules themselves. Change them there. -->";

export function policiesPage(packs: readonly Pack[]): string {
  const count = packs.reduce((sum, { rules }) => sum + rules.length, 0);
  return [
    "# Policies",
    generated,
    "",
    `${count} rules in ${packs.length} packs. All are mandatory unless configured otherwise, and fail closed: an absent or unknown value is a violation, or is said in the preview and checked again at the end of the update. What depends on other resources is decided once all of the stack are there, so a preview, an update, a preview of what stands and \`npm run policy\` find the same.`,
    "",
    "```sh",
    "npm run policy                                   # every stack, every pack: no Pulumi CLI, no AWS credentials",
    "npm run policy -- ca --pack residency --format markdown",
    "pulumi preview --policy-pack policies            # the engine with all packs",
    "pulumi preview --policy-pack policies/residency --policy-pack-config config.json",
    "```",
    "",
    "`--format` is `people`, `json`, `markdown`, `sarif` or `junit`; `--output sarif=file` writes a second one. Exit code 1: a mandatory rule is violated or an exemption is invalid. 2: the check could not be made.",
    "",
    "That the tests would notice a rule that no longer finds what it is for is tested too: [mutation testing](mutation.md), `npm run mutation`.",
    "",
    ...exemptions,
    ...configuration,
    ...classification(),
    ...packs.flatMap(packSection),
    "",
  ].join("\n");
}

const exemptions = [
  "## Exemptions",
  "",
  "`policies/exemptions.json` (or `--exemptions FILE`, or the setting `exemptionsFile` under the engine) lets single findings pass. Each names the rule, the resource by its URN, a reason, an owner and its last day. Every report lists them; one that has expired or matches nothing fails the check.",
  "",
  "```json",
  '{ "exemptions": [{ "rule": "…", "resource": "urn:pulumi:…", "reason": "…", "owner": "…", "expires": "2027-03-31" }] }',
  "```",
  "",
];

const configuration = [
  "## Configuration",
  "",
  'The file of `--policy-pack-config`, which `npm run policy -- --config FILE` reads too: rule → level (`mandatory`, `advisory`, `remediate`, `disabled`) or settings. `all` sets the level of all. Rules marked "can be remedied" mend what they find under the engine when their level is `remediate`.',
  "",
  "The topology that the rules judge by is `model/topology.ts`. Another team gives its own as `residency-declare-topology.topology`: see [examples/policies-elsewhere](../examples/policies-elsewhere/README.md). A folder that is served alone knows its own rules only, so each takes the topology under its own name (`security-declare-topology`, …); the CLI refuses a file with a rule that its pack does not have.",
  "",
];

function classification(): string[] {
  const topology = topologyOf();
  const kinds = classifiedTypes.map((type) => classify(type, topology).kind);
  const of = (kind: string) => kinds.filter((candidate) => candidate === kind).length;
  return [
    "## Resource types",
    "",
    `All ${classifiedTypes.length} types of @pulumi/aws ${classifiedVersion} are classified: ${of("stores")} store data, ${of("copies")} move or copy it (with the properties that say where to), ${of("neither")} do neither. The table is [policies/classification/types.json](../policies/classification/types.json). What a copying type sends by a property that no rule names has its reason in [policies/classification/unclaimed.ts](../policies/classification/unclaimed.ts). An unclassified type is a violation; types of other providers are declared in the topology's \`types\`.`,
    "",
  ];
}

function packSection({ name, title, description, rules }: Pack): string[] {
  return ["", `## ${title} (\`policies/${name}\`)`, "", description, "", ...rules.flatMap(ruleSection)];
}

function ruleSection(rule: Rule): string[] {
  const references = rule.references.map(({ framework, id }) => `${framework} ${id}`).join(", ");
  return [
    `### ${rule.name}`,
    "",
    `${rule.description} ${rule.remediation}`,
    "",
    `Severity ${rule.severity}${references ? `; ${references}` : ""}; [documentation](${rule.url})${rule.fix ? "; can be remedied" : ""}.`,
    "",
    ...Object.entries(rule.settings ?? {}).map(
      ([key, { type, description, default: value }]) =>
        `- setting \`${key}\` (${type}): ${description} Default: \`${JSON.stringify(value)}\``,
    ),
    ...Object.entries(rule.claims ?? {})
      .filter(([, paths]) => paths.length > 0)
      .map(([type, paths]) => `- \`${type}\`: ${paths.map((path) => `\`${path}\``).join(", ")}`),
    ...(rule.settings || rule.claims ? [""] : []),
  ];
}
