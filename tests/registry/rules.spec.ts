import assert from "node:assert/strict";
import { Duplicates, type Entry, judge, maxEmailDomains } from "../../registry/rules";

const entry = (more: Partial<Entry> = {}): Entry => ({
  ...{ line: 7, organization: "acme", jurisdiction: "CA", country: "", emailDomains: undefined },
  ...more,
});
const judged = (more: Partial<Entry>) => judge(entry(more));
const refused = (column: string, found: string, allowed: string, fix: string) => ({
  issues: [{ line: 7, column, found, allowed, fix }],
});

describe("what a line of a file may say", () => {
  it("is a slug, a home and e-mail domains", () => {
    assert.deepEqual(judged({}), {
      wanted: { line: 7, slug: "acme", jurisdiction: "CA", emailDomains: undefined },
    });
    assert.deepEqual(judged({ emailDomains: [" Érable.example ", "B.example"] }), {
      wanted: { line: 7, slug: "acme", jurisdiction: "CA", emailDomains: ["xn--rable-9ra.example", "b.example"] },
    });
    assert.deepEqual(judged({ emailDomains: [] }), {
      wanted: { line: 7, slug: "acme", jurisdiction: "CA", emailDomains: [] },
    });
  });

  it("refuses what is no slug, and suggests one", () => {
    const allowed = "1 to 63 lower case letters, digits and inner hyphens";
    const suggested = (organization: string, fix: string) =>
      assert.deepEqual(
        judged({ organization }),
        refused("organization", organization === "" ? "nothing" : JSON.stringify(organization), allowed, fix),
      );
    suggested("Acme  & Sons!", "write acme-sons");
    suggested("--a--", "write a");
    suggested("", "write a name of such characters");
    suggested("日本", "write a name of such characters");
    assert.match(JSON.stringify(judged({ organization: "A".repeat(70) })), new RegExp(`write ${"a".repeat(63)}"`));
    // Cut first, so that no hyphen is left where it was cut.
    assert.match(
      JSON.stringify(judged({ organization: `${"A".repeat(62)} b` })),
      new RegExp(`write ${"a".repeat(62)}"`),
    );
  });

  it("takes the home from the country, where that says it", () => {
    const home = (jurisdiction: string, country: string) => {
      const found = judged({ jurisdiction, country });
      return "wanted" in found ? found.wanted.jurisdiction : found.issues;
    };
    assert.deepEqual([home("", "CA"), home("", "US"), home("US", "FR"), home("CA", "US")], ["CA", "US", "US", "CA"]);
  });

  it("refuses a home that is none, is not served or does not follow", () => {
    assert.deepEqual(judged({ jurisdiction: "XX" }), refused("jurisdiction", '"XX"', "CA, US", "write CA or US"));
    assert.deepEqual(
      judged({ jurisdiction: "EU", country: "FR" }),
      refused(
        "jurisdiction",
        '"EU", which no stack serves',
        "CA, US",
        "add its Regions to model/topology.ts (docs/adding-a-region.md), or choose another",
      ),
    );
    assert.deepEqual(
      judged({ jurisdiction: "" }),
      refused("jurisdiction", "nothing", "CA, US", "write it, or a country that is inside one of them"),
    );
    const contract = "write the jurisdiction that the contract with this organization names";
    const none = (found: string) => refused("jurisdiction", `nothing, and country ${found}`, "CA, US", contract);
    assert.deepEqual(judged({ jurisdiction: "", country: "FR" }), none('"FR" is in EU, which no stack serves'));
    assert.deepEqual(judged({ jurisdiction: "", country: "JP" }), none('"JP" is in no jurisdiction of the topology'));
  });

  it("refuses what is no country, even beside a home", () => {
    for (const country of ["ZZ", "XX", "ca", "CAN", "xCA", "C", "12"]) {
      assert.deepEqual(
        judged({ country }),
        refused(
          "country",
          JSON.stringify(country),
          "an ISO 3166-1 alpha-2 code, such as CA",
          "write the two-letter code in capitals",
        ),
        country,
      );
    }
  });

  it("refuses what is no domain, is there twice, or is one too many", () => {
    for (const domain of ["not a domain", "", "user@acme.example", "localhost"]) {
      assert.deepEqual(
        judged({ emailDomains: ["a.example", domain] }),
        refused(
          "emailDomains",
          domain === "" ? "nothing" : JSON.stringify(domain),
          "a domain name such as acme.example",
          "write what stands after the @",
        ),
        domain,
      );
    }
    assert.deepEqual(
      judged({ emailDomains: ["a.example", "A.example"] }),
      refused("emailDomains", '"A.example" twice', "each domain once", "remove the second a.example"),
    );
    const many = (length: number) => Array.from({ length }, (_, index) => `d${index}.example`);
    assert.equal(maxEmailDomains, 98);
    assert.ok("wanted" in judged({ emailDomains: many(98) }));
    assert.deepEqual(
      judged({ emailDomains: many(99) }),
      refused("emailDomains", "99 domains", "at most 98", "leave out the least used"),
    );
  });

  it("refuses all that is wrong at once", () => {
    const found = judged({ organization: "A", jurisdiction: "XX", emailDomains: ["x y"] });
    assert.deepEqual("issues" in found && found.issues.map(({ column }) => column), [
      "organization",
      "jurisdiction",
      "emailDomains",
    ]);
  });
});

describe("lines that claim the same", () => {
  it("refuses a slug or a domain that an earlier line has, and names that line", () => {
    const duplicates = new Duplicates();
    const against = (line: number, slug: string, emailDomains?: string[]) =>
      duplicates.against({ line, slug, jurisdiction: "CA", emailDomains });
    assert.deepEqual(against(2, "acme", ["a.example"]), []);
    assert.deepEqual(against(3, "a.example", ["acme"]), []);
    const issue = (line: number, column: string, value: string, first: number) => ({
      ...{ line, column, found: `"${value}", already in line ${first}`, allowed: "each once in a file" },
      fix: `remove it from line ${first} or from this one`,
    });
    assert.deepEqual(against(4, "acme", ["b.example", "a.example"]), [
      issue(4, "organization", "acme", 2),
      issue(4, "emailDomains", "a.example", 2),
    ]);
    assert.deepEqual(against(5, "acme"), [issue(5, "organization", "acme", 2)]);
    assert.deepEqual(against(6, "globex"), []);
    assert.deepEqual(against(7, "initech"), []);
  });
});
