/** Cases of the residency rule about providers. */
import type { Resource } from "../../../policies/shared/resource";
import { unknown } from "../../../policies/shared/values";
import type { CasesOf } from "../support/cases";
import { make, operational } from "../support/scene";

const by = (props: Record<string, unknown>, resource: Resource): Resource => ({
  ...resource,
  provider: { type: "pulumi:providers:aws", name: "own", props },
});
const provider = (props: Record<string, unknown>) =>
  make("pulumi:providers:aws", props, { name: "own", provider: false });
const queue = make("aws:sqs/queue:Queue");
const placed = make("aws:sqs/queue:Queue", { region: "ca-west-1" });
const role = make("aws:iam/role:Role", {}, { tags: operational() });
const home = "ca-central-1";
const calling = (...endpoints: unknown[]) => ({ region: home, endpoints: endpoints.map((sqs) => ({ sqs })) });

export const providerCases: CasesOf = {
  "residency-name-provider-regions": {
    compliant: [
      [by({ region: home }, queue)],
      [by({ region: home, profile: "orders" }, queue), provider({ region: home, profile: "orders" })],
      // Of no Region, or of one that it names itself.
      [by({}, role), by({}, placed), provider({})],
      [by(calling(`https://sqs.${home}.amazonaws.com`, "http://localhost:4566", ""), queue)],
      [
        by(
          { region: home, endpoints: JSON.stringify([{ sqs: `https://vpce-1.sqs.${home}.vpce.amazonaws.com` }]) },
          queue,
        ),
      ],
      [by(calling("https://ca.api.example.com"), queue)],
    ],
    violating: [
      [by({ region: "" }, queue)],
      [by({ profile: "orders" }, queue)],
      [by({}, role), by({}, queue)],
      [provider({ profile: "orders" })],
      [by(calling("https://sqs.us-east-1.amazonaws.com"), queue)],
      [by(calling("https://sqs.ca-west-1.amazonaws.com"), queue)],
      [by({ region: home, endpoints: JSON.stringify([{ sqs: "sqs.us-east-1.amazonaws.com" }]) }, queue)],
      [by(calling("https://us.api.example.com"), queue)],
      [by(calling("https://proxy.example.org"), queue)],
      [provider(calling("https://proxy.example.org"))],
    ],
    absent: { found: [[by({}, queue)], [provider({})]], passed: [[by({}, role)]] },
    unknown: {
      found: [[by({ region: unknown }, queue)], [provider({ region: unknown })]],
      passed: [[by(calling(unknown), queue)], [by({ region: home, endpoints: unknown }, queue)]],
    },
  },
};
