import { allowedText, transfers } from "../shared/confine";
import { dataOf } from "../shared/data";
import { quoted } from "../shared/message";
import type { Rule } from "../shared/rule";
import { isUnknown, valuesAt } from "../shared/values";

/** Property → the values that take in every Region of the account, those of other jurisdictions too. */
const everywhere: Readonly<Record<string, readonly [path: string, ...values: unknown[]][]>> = {
  "aws:cloudtrail/trail:Trail": [["isMultiRegionTrail", true]],
  "aws:cloudtrail/eventDataStore:EventDataStore": [["multiRegionEnabled", true]],
  "aws:cfg/configurationAggregator:ConfigurationAggregator": [
    ["accountAggregationSource.allRegions", true],
    ["organizationAggregationSource.allRegions", true],
  ],
  "aws:securityhub/findingAggregator:FindingAggregator": [
    ["linkingMode", "ALL_REGIONS", "ALL_REGIONS_EXCEPT_SPECIFIED"],
  ],
  "aws:securityhub/aggregatorV2:AggregatorV2": [["regionLinkingMode", "ALL_REGIONS", "ALL_REGIONS_EXCEPT_SPECIFIED"]],
  "aws:resourceexplorer/index:Index": [["type", "AGGREGATOR"]],
};

export const confineAggregation: Rule = {
  name: "residency-confine-aggregation",
  description: "Nothing gathers data of every Region in one place.",
  severity: "high",
  references: transfers,
  remediation: "Name the Regions of one jurisdiction; or tag what gathers no personal data as operational.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-multi-region-trails.html",
  types: Object.keys(everywhere),
  claims: Object.fromEntries(Object.entries(everywhere).map(([type, paths]) => [type, paths.map(([path]) => path)])),
  check(resource, context) {
    const { allowed, jurisdiction, dataClass } = dataOf(resource, context);
    if (!allowed) {
      return [];
    }
    return everywhere[resource.type]!.flatMap(([path, ...values]) =>
      valuesAt(resource.props, path)
        .filter(({ value }) => values.includes(value) || isUnknown(value))
        .map(({ path: where, value }) => ({
          resource,
          path: where,
          found: isUnknown(value)
            ? "may gather data of all Regions: a preview cannot tell"
            : `gathers data of all Regions (${quoted(value)})`,
          allowed: allowedText(allowed, jurisdiction, dataClass),
          fix: "name the Regions",
        })),
    );
  },
};
