/** JUnit XML: a suite a pack, a case a rule, so that passing rules are seen too. */

import type { Violation } from "../../shared/evaluate";
import type { Rule } from "../../shared/rule";
import { plural, type Report } from "./report";

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

export function junit(report: Report): string {
  const suites = report.packs.map(({ name, rules }) => suite(name, rules, report.violations));
  const issues = report.exemptionIssues.map((issue) => testcase("exemptions", issue.slice(0, 60), [issue]));
  const exemptions = issues.length ? [wrap("exemptions", issues.length, issues.length, issues)] : [];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${[...suites, ...exemptions].join("\n")}\n</testsuites>\n`;
}

function suite(pack: string, rules: readonly Rule[], violations: readonly Violation[]): string {
  const failed = (rule: Rule) =>
    violations.filter((violation) => violation.rule === rule && violation.level === "mandatory");
  const cases = rules.map((rule) =>
    testcase(
      pack,
      rule.name,
      failed(rule).map(({ message }) => message),
    ),
  );
  return wrap(pack, rules.length, rules.filter((rule) => failed(rule).length > 0).length, cases);
}

const wrap = (name: string, tests: number, failures: number, cases: readonly string[]) =>
  `  <testsuite name="${escaped(name)}" tests="${tests}" failures="${failures}">\n${cases.join("\n")}\n  </testsuite>`;

function testcase(pack: string, name: string, messages: readonly string[]): string {
  const head = `    <testcase classname="${escaped(pack)}" name="${escaped(name)}"`;
  if (messages.length === 0) {
    return `${head}/>`;
  }
  const text = escaped(messages.join("\n"));
  return `${head}><failure message="${plural(messages.length, "violation")}">${text}</failure></testcase>`;
}
