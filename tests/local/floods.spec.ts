/** Ten thousand requests a second at what the stacks declare. `npm run bench -- floods` has more of them. */
import assert from "node:assert/strict";
import { Graph } from "../../graph/graph";
import { type Course, type Flood, flooded } from "../support/flood";
import { evaluatedStacks } from "../support/stacks";

describe("a flood from ten addresses", function () {
  this.timeout(240_000);
  let graph: Graph;
  const few = { region: "ca-central-1", rate: 10_000, addresses: 10, seconds: 40 } as const;
  const run = (flood: Partial<Flood> & Pick<Flood, "entrance" | "method" | "path">) =>
    flooded(graph, { ...few, ...flood });
  before(async () => {
    graph = new Graph(await evaluatedStacks());
  });

  /** The firewall knows late what came in; from then on nothing of the flood gets further. */
  const bites = (courses: readonly Course[], during: (course: Course) => void) => {
    const after = courses.at(-1)!;
    assert.deepEqual([after.flood, after.checkers, after.healthy], [0, 1, true]);
    assert.ok(after.users > 0.95, `${after.users} of the users are served`);
    assert.ok(courses[0]!.flood > 0, "nothing is known of it at first");
    assert.ok(
      courses.every(({ healthy }) => healthy),
      "nobody leaves the Region for it",
    );
    during(courses[0]!);
  };

  it("at what health checkers ask takes nothing from users, and nobody leaves the Region for it", async () => {
    bites(await run({ entrance: "api", method: "GET", path: "/healthz" }), ({ users }) => {
      assert.ok(users > 0.95, `${users} of the users are served meanwhile`);
    });
  });

  it("with made-up tokens takes a route from its users for half a minute", async () => {
    const headers: [string, string][] = [["Authorization", "Bearer made.up.token"]];
    bites(await run({ entrance: "api", method: "GET", path: "/v1/profile", headers }), ({ users, checkers }) => {
      assert.ok(users < 0.5, `${users} of the users are served meanwhile: the flood is too small to tell`);
      assert.equal(checkers, 1);
    });
  });

  it("at the lookups of domains reaches no function any more", async () => {
    bites(await run({ entrance: "lookup", method: "POST", path: "/v1/homes" }), ({ users }) => assert.equal(users, 1));
  });
});
