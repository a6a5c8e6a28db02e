import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { json } from "../../../policies/check/report/json";
import { junit } from "../../../policies/check/report/junit";
import { markdown } from "../../../policies/check/report/markdown";
import { people } from "../../../policies/check/report/people";
import { exitCodeOf, type Report, whereOf } from "../../../policies/check/report/report";
import { sarif } from "../../../policies/check/report/sarif";
import { packs } from "../../../policies/packs";
import { residency } from "../../../policies/residency/rules";
import { evaluate, type Level } from "../../../policies/shared/evaluate";
import { parseExemptions } from "../../../policies/shared/exemptions";
import { make, topology } from "../support/scene";

const queue = {
  ...make("aws:sqs/queue:Queue", { region: "us-east-1" }, { name: "a|<b>" }),
  source: `${process.cwd()}/infra/x.ts:12:3`,
};
const topic = make("aws:sns/topic:Topic", { region: "us-east-1" }, { name: "topic" });
const entry = {
  rule: "residency-keep-region",
  resource: topic.urn,
  reason: "moves",
  owner: "team",
  expires: "2999-01-01",
};

function report(resources = [queue, topic], levels: Record<string, Level> = {}, entries: object[] = [entry]): Report {
  const result = evaluate([residency], resources, {
    topology,
    levels,
    exemptions: parseExemptions({ exemptions: entries }),
  });
  return { ...result, stacks: ["ca"], resourceCount: resources.length, packs: [residency], seconds: 0.25 };
}
const summary = `1 violation, 1 exempted: 2 resources of 1 stack under ${residency.rules.length} rules, 0.3 s`;

describe("reports", () => {
  it("for people group by resource: where, found, allowed, fix; and list exemptions", () => {
    assert.equal(
      people(report()),
      `sqs queue "a|<b>" in stack ca
  urn:pulumi:ca::home-region::aws:sqs/queue:Queue::a|<b>
  declared at infra/x.ts:12
    residency-keep-region (mandatory, critical)
      property region
      found    is in us-east-1 (US)
      allowed  stack ca: personal data of CA may be in ca-central-1, ca-west-1
      fix      set its region to an allowed one or move it to stack us
      read     ${residency.rules[1]!.url}

Exempted:
  residency-keep-region until 2999-01-01 by team (moves): sns topic "topic" is in us-east-1 (US) (region); stack ca: personal data of CA may be in ca-central-1, ca-west-1; set its region to an allowed one or move it to stack us

${summary}`,
    );
  });

  it("for people say so when there is nothing to say", () => {
    assert.equal(
      people(report([], {}, [])),
      `0 violations: 0 resources of 1 stack under ${residency.rules.length} rules, 0.3 s`,
    );
    assert.match(
      people(report([])),
      /Invalid exemptions:\n {2}exemption of residency-keep-region .* matches no finding/,
    );
    assert.match(people(report([], {}, [])), /^0 violations/);
  });

  it("as JSON have everything", () => {
    const parsed = JSON.parse(json(report()));
    assert.deepEqual(parsed.summary, { stacks: ["ca"], resources: 2, violations: 1, exempted: 1, seconds: 0.25 });
    assert.deepEqual(Object.keys(parsed.violations[0]), [
      "rule",
      "pack",
      "level",
      "severity",
      "stack",
      "type",
      "name",
      "urn",
      "where",
      "property",
      "found",
      "allowed",
      "fix",
      "message",
      "url",
    ]);
    assert.equal(parsed.violations[0].where, "infra/x.ts:12");
    assert.deepEqual(parsed.exempted[0].exemption, entry);
    assert.equal(parsed.exempted[0].where, "aws:sns/topic:Topic");
  });

  it("as a table fit into a comment, and say how much does not", () => {
    const queues = Array.from({ length: 500 }, (_, index) =>
      make("aws:sqs/queue:Queue", { region: "us-east-1" }, { name: `q${index}` }),
    );
    const text = markdown(report(queues, {}, []));
    assert.ok(text.length < 65_536, `${text.length} characters`);
    const rows = text.split("\n").filter((line) => line.startsWith("| ca: "));
    assert.ok(rows.length > 100);
    assert.match(text, new RegExp(`\n\nand ${500 - rows.length} more: `));
    assert.doesNotMatch(markdown(report()), / more: /);
  });

  it("as a table fit into a comment with many exemptions too, good and invalid", () => {
    const many = Array.from({ length: 500 }, (_, index) => index);
    const queues = many.map((index) => make("aws:sqs/queue:Queue", { region: "us-east-1" }, { name: `q${index}` }));
    const exempted = queues.map(({ urn }) => ({ ...entry, resource: urn }));
    const idle = many.map((index) => ({ ...entry, resource: `urn:pulumi:ca::p::x:y:Z::${index}` }));
    const others = many.map((index) => make("aws:sqs/queue:Queue", { region: "us-east-1" }, { name: `o${index}` }));
    const text = markdown(report([...queues, ...others], {}, [...exempted, ...idle]));
    assert.ok(text.length < 65_536, `${text.length} characters`);
    for (const start of ["| ca: sqs queue", "| sqs queue", "- exemption of"]) {
      const shown = text.split("\n").filter((line) => line.startsWith(start)).length;
      assert.ok(shown > 50, `${shown} lines "${start}"`);
      assert.ok(text.includes(`\n\nand ${500 - shown} more: `), `${shown} lines "${start}"`);
    }
  });

  it("as a table escape what would break it", () => {
    const text = markdown(report());
    assert.match(text, /^### Policies are violated\n\n1 violation/);
    assert.match(
      text,
      /\| ca: sqs queue "a\\\|&lt;b>" \| \[residency-keep-region\]\(https:[^)]+\) \| is in us-east-1 \(US\) `region` \|/,
    );
    assert.match(text, /\| sns topic "topic" \| residency-keep-region \| 2999-01-01 \| team \| moves \|/);
    assert.match(markdown(report([], {}, [])), /^### Policies pass\n/);
    assert.match(markdown(report([])), /^### Policies are violated\n.*\n- exemption of /s);
    assert.match(markdown(report([queue], { all: "advisory" }, [])), /\(advisory\) \|/);
  });

  it("as SARIF point at the line, and mark what is exempted", () => {
    const [run] = JSON.parse(sarif(report())).runs;
    const [found, exempted] = run.results;
    // Code scanning refuses a whole file for one tag that stands twice.
    const [every] = JSON.parse(sarif({ ...report(), packs })).runs;
    for (const { id, properties } of every.tool.driver.rules) {
      assert.deepEqual([...new Set(properties.tags)], properties.tags, id);
    }
    assert.equal(run.tool.driver.rules[found.ruleIndex].id, "residency-keep-region");
    assert.equal(run.tool.driver.rules[found.ruleIndex].properties["security-severity"], "9.5");
    assert.equal(found.level, "error");
    assert.deepEqual(found.locations[0].physicalLocation, {
      artifactLocation: { uri: "infra/x.ts" },
      region: { startLine: 12 },
    });
    assert.deepEqual(exempted.locations[0].physicalLocation, {
      artifactLocation: { uri: "infra/index.ts" },
      region: { startLine: 1 },
    });
    assert.equal(found.suppressions, undefined);
    assert.deepEqual(exempted.suppressions, [{ kind: "external", justification: "moves (team, to 2999-01-01)" }]);
    assert.equal(JSON.parse(sarif(report([queue], { all: "advisory" }))).runs[0].results[0].level, "warning");
    assert.match(
      JSON.parse(sarif(report([]))).runs[0].invocations[0].toolConfigurationNotifications[0].message.text,
      /matches no finding/,
    );
  });

  it("say no more than there is where all is well", () => {
    const none = report([], {}, []);
    const rules = residency.rules.length;
    assert.equal(
      markdown(none),
      `### Policies pass\n\n0 violations: 0 resources of 1 stack under ${rules} rules, 0.3 s\n`,
    );
    assert.ok(junit(none).endsWith('"/>\n  </testsuite>\n</testsuites>\n'));
  });

  it("list several exemptions and issues, each in its line", () => {
    const more = [entry, { ...entry, resource: queue.urn, reason: "first | then\nsecond" }];
    const gone = ["a", "b"].map((name) => ({ ...entry, resource: `urn:pulumi:ca::p::x:y:Z::${name}` }));
    const all = report([queue, topic], {}, [...more, ...gone]);
    assert.match(people(all), /Exempted:\n {2}residency-keep-region until .*\n {2}residency-keep-region until /s);
    assert.match(people(all), /Invalid exemptions:\n {2}exemption of .*::a .*\n {2}exemption of .*::b /);
    assert.ok(markdown(all).includes(" | first \\| then second |"));
    // A violation and an issue of an exemption do not make up for each other.
    assert.match(markdown(report([queue], {}, [gone[0]!])), /^### Policies are violated/);
  });

  it("name the resource alone where no property is to blame, and its component where no line is known", () => {
    const urn = "urn:pulumi:staging::p::home-region:infra:Data$aws:sqs/queue:Queue::jobs";
    const inside = { ...make("aws:sqs/queue:Queue", {}, { stack: "staging", name: "jobs" }), urn };
    const stack = make("pulumi:pulumi:Stack", {}, { stack: "staging", name: "p&q", provider: false });
    const { violations } = report([inside, stack], {}, []);
    const [finding] = violations.filter(({ rule }) => rule.name === "residency-declare-topology");
    const changed = { ...finding!, finding: { ...finding!.finding, allowed: "what is allowed is another" } };
    const all = { ...report([], {}, []), violations: [changed] };
    const url = changed.rule.url;
    assert.match(
      people(all),
      /\(mandatory, critical\)\n {6}found {4}is in no topology\n {6}allowed {2}what is allowed is another\n/,
    );
    assert.ok(
      markdown(all).includes(
        `| staging: stack "p&q" | [residency-declare-topology](${url}) | is in no topology | what is allowed is another | add the stack to the topology | pulumi:pulumi:Stack |`,
      ),
    );
    assert.match(junit(all), /stack &quot;p&amp;q&quot;/);
    assert.equal(whereOf(inside), "home-region:infra:Data › aws:sqs/queue:Queue");
  });

  it("as JUnit have a case for every rule", () => {
    const text = junit(report());
    assert.match(text, new RegExp(`<testsuite name="residency" tests="${residency.rules.length}" failures="1">`));
    assert.match(
      text,
      /name="residency-keep-region"><failure message="1 violation">sqs queue &quot;a\|&lt;b&gt;&quot; /,
    );
    assert.match(text, /name="residency-classify-types"\/>/);
    assert.match(junit(report([])), /<testsuite name="exemptions" tests="1" failures="1">/);
    assert.match(junit(report([queue], { all: "advisory" }, [])), /failures="0"/);
  });

  it("end with 1 for what is mandatory and for invalid exemptions, with 0 otherwise", () => {
    assert.equal(exitCodeOf(report()), 1);
    assert.equal(exitCodeOf(report([topic])), 0);
    assert.equal(exitCodeOf(report([])), 1);
    assert.equal(exitCodeOf(report([queue], { all: "advisory" }, [])), 0);
    assert.equal(exitCodeOf(report([], {}, [])), 0);
  });

  it("are, word for word, what tests/policies/check/golden has (GOLDEN=write writes it)", () => {
    const stale = { ...entry, resource: "urn:pulumi:ca::x::y::gone" };
    const other = make("aws:sns/topic:Topic", { region: "us-west-2" }, { name: "other" });
    const levels = { "residency-declare-data-class": "advisory" } as const;
    const untagged = make("aws:sqs/queue:Queue", {}, { name: "untagged", tags: false });
    const all = report([queue, topic, other, untagged], levels, [entry, stale]);
    for (const [file, text] of Object.entries({
      "people.txt": people(all),
      "json.txt": json(all),
      "table.md": markdown(all),
      "junit.xml": junit(all),
      "findings.sarif": sarif(all),
    })) {
      const path = join(__dirname, "golden", file);
      if (process.env.GOLDEN === "write") {
        writeFileSync(path, text);
      }
      assert.equal(text, readFileSync(path, "utf8"), file);
    }
  });
});
