import assert from "node:assert/strict";
import * as fc from "fast-check";
import { parseSettings, type RawSettings, settingIssues } from "../../model/settings";
import { regionStacks } from "../../model/topology";

const good: RawSettings = {
  domain: "example.ca",
  hostedZoneId: "",
  globalStack: "global",
  deletionProtection: "true",
  requireDelegation: "true",
  logRetentionDays: "30",
  addressRetentionDays: "14",
  alarmEndpoint: "",
  returnAfterMinutes: "5",
  appOrigins: "",
  mfa: "optional",
  passwordMinimumLength: "12",
  threatProtection: "off",
  vpcCidr: "",
};

type Change = Partial<RawSettings> & { region?: string | undefined };

const issuesOf = (change: Change, stack = "ca") => {
  const { region, ...settings } = { region: "ca-central-1", ...change };
  return settingIssues(stack, { ...good, ...settings }, region, regionStacks);
};

describe("a stack's configuration", () => {
  it("passes as it comes", () => {
    assert.deepEqual(issuesOf({}), []);
    assert.deepEqual(issuesOf({ hostedZoneId: "Z0123456789ABC", vpcCidr: "10.32.0.0/16" }), []);
    assert.deepEqual(issuesOf({ globalStack: "acme/home-region/global", vpcCidr: "192.168.8.0/22" }), []);
  });

  it("is read as values of their types, with the defaults of what is not set", () => {
    assert.partialDeepStrictEqual(parseSettings({}), {
      domain: "example.com",
      hostedZoneId: undefined,
      globalStack: "global",
      deletionProtection: true,
      requireDelegation: true,
      logRetentionDays: 30,
      alarmEndpoint: undefined,
      returnAfterMinutes: 5,
      appOrigins: "",
      mfa: "optional",
      passwordMinimumLength: 12,
      threatProtection: "off",
      vpcCidr: undefined,
    });
    const set = {
      domain: "example.ca",
      hostedZoneId: "Z1",
      globalStack: "acme/home-region/global",
      deletionProtection: "false",
      requireDelegation: "false",
      logRetentionDays: "365",
      alarmEndpoint: "on-call@example.ca",
      returnAfterMinutes: "0",
      vpcCidr: "10.32.0.0/16",
    };
    assert.partialDeepStrictEqual(parseSettings(set), {
      ...set,
      deletionProtection: false,
      requireDelegation: false,
      logRetentionDays: 365,
      returnAfterMinutes: 0,
    });
  });

  for (const returnAfterMinutes of ["0", "1", "1440"]) {
    it(`takes a return after ${returnAfterMinutes} minutes`, () =>
      assert.deepEqual(issuesOf({ returnAfterMinutes }), []));
  }

  for (const returnAfterMinutes of ["-1", "1.5", "1441", "10000", "five"]) {
    it(`refuses a return after ${returnAfterMinutes} minutes`, () =>
      assert.match(
        issuesOf({ returnAfterMinutes }).join(),
        /^returnAfterMinutes is "\S+"; allowed are 0 to 1440 minutes; /,
      ));
  }

  for (const appOrigins of [
    "https://admin.example.ca",
    "http://localhost:*, http://127.0.0.1:3000,https://b.example:8443",
  ]) {
    it(`takes the origins ${appOrigins}`, () => assert.deepEqual(issuesOf({ appOrigins }), []));
  }

  for (const appOrigins of [
    "*",
    "https://*.example.ca",
    "http://admin.example.ca",
    "https://admin.example.ca/",
    "null",
  ]) {
    it(`refuses the origin ${appOrigins}, and says which are allowed`, () =>
      assert.match(
        issuesOf({ appOrigins: `https://good.example.ca, ${appOrigins}` }).join(),
        /^appOrigins is "\S+ \S+"; "[^" ]+" cannot be; allowed are origins in lower case, divided by commas, without a path: /,
      ));
  }

  it("refuses more origins than a function's environment has room for", () => {
    const appOrigins = Array.from({ length: 21 }, (_, index) => `https://a${index}.example.ca`).join(",");
    assert.match(issuesOf({ appOrigins }).join(), /21 are too many; allowed are 20/);
  });

  for (const [name, allowed, refused] of [
    ["mfa", ["off", "optional", "required"], ["", "on", "Optional"]],
    ["passwordMinimumLength", ["8", "12", "99"], ["7", "100", "012", "8.5", "-9", ""]],
    ["threatProtection", ["off", "audit", "enforced"], ["", "on", "AUDIT"]],
  ] as const) {
    it(`takes for ${name} ${allowed.join(", ")}`, () => {
      for (const value of allowed) {
        assert.deepEqual(issuesOf({ [name]: value }), []);
      }
    });

    it(`refuses for ${name} ${refused.map((value) => JSON.stringify(value)).join(", ")}`, () => {
      for (const value of refused) {
        assert.match(
          issuesOf({ [name]: value }).join(),
          new RegExp(`^${name} is .*; allowed (is|are) .*; run `),
          value,
        );
      }
    });
  }

  for (const domain of ["a.ca", "a.b.example.ca", "example.c", "example.com", "my-1.example.xn--p1ai"]) {
    it(`takes the domain ${domain}`, () => assert.deepEqual(issuesOf({ domain }), []));
  }

  it("refuses with what was found, what is allowed and the fix", () => {
    const fix = 'run "pulumi config set domain your-domain.com", or set its default in Pulumi.yaml';
    assert.deepEqual(issuesOf({ domain: "" }), [`domain is not set; a registered domain name is needed; ${fix}`]);
    assert.deepEqual(issuesOf({ domain: "example" }), [
      `domain is "example"; allowed is a lower-case domain name of at least two labels, without scheme, port or trailing dot; ${fix}`,
    ]);
    const set = (name: string) => `run "pulumi config set ${name} VALUE"`;
    assert.deepEqual(issuesOf({ hostedZoneId: "z" }), [
      `hostedZoneId is "z"; allowed is a Route 53 zone id such as Z0123456789ABC, or empty; ${set("hostedZoneId")}`,
    ]);
    assert.deepEqual(issuesOf({ globalStack: "" }), [
      `globalStack is not set; allowed is a stack name, or organization/project/stack; ${set("globalStack")}`,
    ]);
    for (const name of ["deletionProtection", "requireDelegation"]) {
      for (const value of ["untrue", "falsey"]) {
        assert.deepEqual(issuesOf({ [name]: value }), [
          `${name} is "${value}"; allowed is true or false; ${set(name)}`,
        ]);
      }
    }
  });

  for (const alarmEndpoint of [
    "on-call@example.ca",
    "https://pager.example.ca/v1/alarms?key=a",
    "https://events.example.ca",
  ]) {
    it(`takes alarms to ${alarmEndpoint}`, () => assert.deepEqual(issuesOf({ alarmEndpoint }), []));
  }

  for (const alarmEndpoint of [
    "on-call",
    "@example.ca",
    "a@b",
    "http://pager.example.ca",
    "https://",
    "https://pager",
    "+15145550100",
  ]) {
    it(`refuses to send alarms to ${JSON.stringify(alarmEndpoint)}`, () => {
      assert.match(
        issuesOf({ alarmEndpoint })[0]!,
        /^alarmEndpoint is ".*"; allowed is an e-mail address, an https:\/\/ URL, or empty; run/,
      );
    });
  }

  it("does not mind the global stack's default Region", () => {
    assert.deepEqual(issuesOf({ region: "us-east-1" }, "global"), []);
  });

  it("refuses a stack that the topology does not have, and lists those that it has", () => {
    const [issue] = issuesOf({}, "mars");
    assert.match(issue!, /stack "mars" is not in model\/topology\.ts; its stacks are global, ca, ca-west, us, us-west/);
  });

  it("refuses another Region than the topology's, and says how to set it", () => {
    const [issue] = issuesOf({ region: "us-east-1" });
    assert.match(
      issue!,
      /aws:region is "us-east-1"; stack ca is ca-central-1 .*run "pulumi config set aws:region ca-central-1/,
    );
    assert.match(issuesOf({ region: undefined })[0]!, /aws:region is not set/);
  });

  for (const domain of [
    "",
    "example",
    "https://example.ca",
    "Example.ca",
    "example.ca.",
    "a..ca",
    "-a.ca",
    "ex ample.ca",
  ]) {
    it(`refuses the domain ${JSON.stringify(domain)}`, () => {
      const issues = issuesOf({ domain });
      assert.equal(issues.length, 1);
      assert.match(issues[0]!, /^domain is .*pulumi config set domain/);
    });
  }

  it("refuses a domain whose longest host name ACM would refuse", () => {
    assert.deepEqual(issuesOf({ domain: `${"a".repeat(39)}.ca` }), []);
    assert.match(issuesOf({ domain: `${"a".repeat(40)}.ca` })[0]!, /43 characters; certificates allow 42/);
  });

  for (const vpcCidr of [
    "10.0.0.0",
    "10.0.0.0/8",
    "10.0.0.0/28",
    "10.0.1.0/16",
    "8.8.0.0/16",
    "10.300.0.0/16",
    "172.32.0.0/16",
    "x/16",
  ]) {
    it(`refuses the VPC block ${vpcCidr}`, () => {
      assert.match(issuesOf({ vpcCidr })[0]!, /^vpcCidr is ".*allowed is a private IPv4 network of \/16 to \/22/);
    });
  }

  it("refuses other values than each key allows", () => {
    assert.match(issuesOf({ hostedZoneId: "example" })[0]!, /^hostedZoneId is "example"/);
    assert.match(issuesOf({ globalStack: "a/b" })[0]!, /^globalStack is "a\/b"/);
    assert.match(issuesOf({ deletionProtection: "yes" })[0]!, /^deletionProtection is "yes"; allowed is true or false/);
    assert.match(issuesOf({ logRetentionDays: "31" })[0]!, /^logRetentionDays is "31"; CloudWatch Logs allows 1, 3, 5/);
  });

  it("reports every issue at once", () => {
    const issues = issuesOf({
      region: "x",
      domain: "y",
      hostedZoneId: "z",
      deletionProtection: "w",
      requireDelegation: "w",
      logRetentionDays: "v",
      vpcCidr: "u",
    });
    assert.equal(issues.length, 7);
  });

  it("never lets a block through that is not a private network of its own size", () => {
    fc.assert(
      fc.property(
        fc.nat(255),
        fc.nat(255),
        fc.nat(255),
        fc.nat(255),
        fc.integer({ min: 0, max: 32 }),
        (a, b, c, d, size) => {
          const accepted = issuesOf({ vpcCidr: `${a}.${b}.${c}.${d}/${size}` }).length === 0;
          const address = ((a * 256 + b) * 256 + c) * 256 + d;
          const isPrivate = a === 10 || (a === 172 && (b & 0xf0) === 16) || (a === 192 && b === 168);
          assert.equal(accepted, isPrivate && size >= 16 && size <= 22 && address % 2 ** (32 - size) === 0);
        },
      ),
    );
  });
});
