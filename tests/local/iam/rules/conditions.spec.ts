import assert from "node:assert/strict";
import { conditionsMatch, resolveVariables, wildcard } from "../../../../local/iam/rules/conditions";

const variable = (inner: string) => `$\{${inner}}`;
const holds = (operator: string, wanted: string | string[], found?: string | string[], undecided = false) =>
  conditionsMatch({ [operator]: { k: wanted } }, found === undefined ? {} : { k: found }, undecided);

describe("condition operators", () => {
  const topic = "arn:aws:sns:ca-central-1:123456789012:alarms";
  // Operator, what the policy wants, what the request has; and whether it holds, and whether its negation does not.
  const rows: [operator: string, wanted: string, found: string, expected: boolean][] = [
    ["StringEquals", "a", "a", true],
    ["StringEquals", "a", "A", false],
    ["StringEquals", "a*", "ab", false],
    ["StringEqualsIgnoreCase", "aB", "Ab", true],
    ["StringEqualsIgnoreCase", "a", "b", false],
    ["StringLike", "a*", "ab", true],
    ["StringLike", "a*", "ba", false],
    ["StringLike", "a*", "Ab", false],
    ["ArnEquals", topic, topic, true],
    ["ArnEquals", "arn:aws:sns:*:123456789012:al*", topic, true],
    ["ArnLike", "arn:aws:sns:*:*:alarm?", topic, true],
    ["ArnLike", "arn:aws:sns:*:alarms", topic, false],
    ["ArnEquals", "arn:aws:sns:*:alarms", topic, false],
  ];
  for (const [operator, wanted, found, expected] of rows) {
    it(`${operator} ${wanted} ${expected ? "holds" : "does not hold"} for ${found}, and its negation the other way round`, () => {
      assert.equal(holds(operator, wanted, found), expected);
      assert.equal(holds(operator.replace(/^(String|Arn)/, "$1Not"), wanted, found), !expected);
    });
  }

  it("Bool compares truth in any case, and has no negation", () => {
    assert.equal(holds("Bool", "True", "true"), true);
    assert.equal(holds("Bool", "true", "TRUE"), true);
    assert.equal(holds("Bool", "true", "false"), false);
    for (const undecided of [true, false]) {
      assert.equal(holds("NotBool", "true", "false", undecided), undecided);
    }
  });

  it("Null asks whether a key is absent", () => {
    assert.deepEqual(
      [holds("Null", "true"), holds("Null", "false"), holds("Null", "true", "a"), holds("Null", "false", "a")],
      [true, false, false, true],
    );
  });

  it("one of several wanted values is enough; of a negation none may match", () => {
    assert.equal(holds("StringEquals", ["a", "b"], "b"), true);
    assert.equal(holds("StringNotEquals", ["a", "b"], "b"), false);
    assert.equal(holds("StringNotEquals", ["a", "b"], "c"), true);
  });

  it("a quantifier says how many of the request's values count", () => {
    const rows: [operator: string, found: string[], expected: boolean][] = [
      ["ForAllValues:StringEquals", ["a", "a"], true],
      ["ForAllValues:StringEquals", ["a", "b"], false],
      ["ForAllValues:StringEquals", [], true],
      ["ForAnyValue:StringEquals", ["b", "a"], true],
      ["ForAnyValue:StringEquals", ["b", "c"], false],
      ["ForAnyValue:StringEquals", [], false],
      ["ForAllValues:StringNotEquals", ["b", "c"], true],
      ["ForAllValues:StringNotEquals", ["b", "a"], false],
      ["ForAnyValue:StringNotEquals", ["b", "a"], true],
      ["ForAnyValue:StringNotEquals", ["a"], false],
    ];
    for (const [operator, found, expected] of rows) {
      assert.equal(holds(operator, "a", found), expected, `${operator} ${found}`);
    }
  });

  it("an absent key satisfies ForAllValues, negations and IfExists only", () => {
    const absent = [
      ["StringEquals", false],
      ["StringNotEquals", true],
      ["StringEqualsIfExists", true],
      ["BoolIfExists", true],
      ["ForAllValues:StringEquals", true],
      ["ForAnyValue:StringEquals", false],
      ["ForAnyValue:StringNotEquals", false],
      ["ForAnyValue:StringEqualsIfExists", true],
    ] as const;
    for (const [operator, expected] of absent) {
      assert.equal(holds(operator, "a"), expected, operator);
    }
    assert.equal(holds("StringEqualsIfExists", "a", "b"), false, "one that exists is compared");
  });

  it("what cannot be decided is answered as the caller says", () => {
    for (const undecided of [true, false]) {
      for (const operator of ["DateGreaterThan", "ForSomeValues:StringEquals", "xStringEquals", "StringEqualsx", ""]) {
        assert.equal(holds(operator, "a", "a", undecided), undecided, operator);
      }
      assert.equal(holds("StringEquals", "a", ["a", "a"], undecided), undecided, "several values, no quantifier");
      assert.equal(holds("StringEquals", "a", [], undecided), undecided, "no value, no quantifier");
      assert.equal(holds("StringEquals", ["a", variable("aws:x")], "a", undecided), undecided, "an unknown variable");
      const known = (keys: string[], context = {}) =>
        conditionsMatch({ Null: { k: "true" } }, context, undecided, keys);
      assert.equal(known(["other"]), undecided, "a key that the service does not work out");
      assert.equal(known(["other", "K"]), true);
      assert.equal(known(["other"], { K: "a" }), false, "one that is there is known");
    }
  });

  it("every key of every operator must hold, and without any all is well", () => {
    const match = (condition: Record<string, Record<string, string>> | undefined) =>
      conditionsMatch(condition, { a: "1", b: "2" }, false);
    assert.equal(match(undefined), true);
    assert.equal(match({}), true);
    assert.equal(match({ StringEquals: { a: "1" }, StringLike: { b: "2" } }), true);
    assert.equal(match({ StringEquals: { a: "1" }, StringLike: { b: "3" } }), false);
    assert.equal(match({ StringEquals: { a: "3", b: "2" } }), false);
  });

  it("values that are no text are compared as text", () => {
    const condition = { Bool: { "aws:SecureTransport": true as unknown as string } };
    assert.equal(conditionsMatch(condition, { "aws:SecureTransport": "true" }, false), true);
  });
});

describe("policy variables", () => {
  const context = { "aws:PrincipalTag/team": "blue", "aws:several": ["1", "2"] };
  const rows: [text: string, expected: string | undefined][] = [
    ["plain", "plain"],
    [`a-${variable("aws:PrincipalTag/team")}-z`, "a-blue-z"],
    [variable("AWS:principaltag/TEAM"), "blue"],
    [variable(" aws:PrincipalTag/team "), "blue"],
    [`${variable("aws:PrincipalTag/team")}${variable("aws:PrincipalTag/team")}`, "blueblue"],
    [variable("aws:PrincipalTag/none"), undefined],
    [`${variable("aws:PrincipalTag/none")}${variable("aws:PrincipalTag/team")}`, undefined],
    [variable("aws:several"), undefined],
    [variable("aws:PrincipalTag/none, 'green'"), "green"],
    [variable("aws:PrincipalTag/none,'it''s'"), "it''s"],
    [variable("aws:PrincipalTag/team, 'green'"), "blue"],
    [variable("$"), "$"],
    [variable("*"), "\\*"],
    [variable("?"), "\\?"],
  ];
  for (const [text, expected] of rows) {
    it(`${text} is ${expected}`, () => assert.equal(resolveVariables(text, context), expected));
  }
});

describe("wildcards", () => {
  const rows: [pattern: string, text: string, expected: boolean][] = [
    ["a*c", "abbc", true],
    ["a*c", "ac", true],
    ["a*", "ab\nc", true],
    ["a?c", "abc", true],
    ["a?c", "ac", false],
    ["a?c", "abbc", false],
    ["b", "abc", false],
    ["a", "abc", false],
    ["c", "abc", false],
    ["a\\*", "a*", true],
    ["a\\*", "ab", false],
    ["a\\?", "a?", true],
    ["a\\?", "ab", false],
    ["a\\b", "a\\b", true],
    ...[..."a.+^{}()|[]$"].map((character): [string, string, boolean] => [`x${character}y`, `x${character}y`, true]),
    ["a.c", "abc", false],
    ["a|b", "a", false],
    ["(ab)", "ab", false],
    ["a+", "aa", false],
  ];
  for (const [pattern, text, expected] of rows) {
    it(`${JSON.stringify(pattern)} ${expected ? "matches" : "does not match"} ${JSON.stringify(text)}`, () => {
      assert.equal(wildcard(pattern, text), expected);
    });
  }
});
