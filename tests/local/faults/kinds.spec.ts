/** What must hold of every kind of fault, the next one included: the table says which there are. */
import assert from "node:assert/strict";
import { describeKinds, type FieldDescription, type KindDescription } from "../../../local/faults/describe";
import { InvalidFault } from "../../../local/faults/request";
import type { FaultRequest } from "../../../local/faults/types";
import { faultBoard } from "../../support/fault-board";
import { ManualClock } from "../../support/manual-clock";

const world = {
  regions: ["ca-central-1", "us-east-1"],
  resources: (type: string) => (type === "aws:dynamodb/table:Table" ? ["profiles"] : []),
  availabilityZones: (region: string) => [`${region}a`, `${region}b`],
};
const boardAt = (said: string[] = []) =>
  faultBoard(new ManualClock(0), { add: (_, subject, message) => void said.push(`${subject}: ${message}`) }, world);
const board = boardAt();
const described = describeKinds(board.kinds, board.world);

/** What a form has at first: the first option of what must be said, as far as it is a choice. */
function plainRequest({ kind, fields }: KindDescription): FaultRequest {
  const request: Record<string, string> = { kind };
  for (const field of fields) {
    if (field.required) {
      request[field.name] = optionsOf(field, request)[0]!;
    }
  }
  return request as unknown as FaultRequest;
}

function optionsOf({ options, by, name }: FieldDescription, request: Record<string, string>): readonly string[] {
  if (Array.isArray(options)) {
    return options;
  }
  const found = (options as Record<string, string[]> | undefined)?.[request[by!] ?? ""];
  assert.ok(found, `${name} has options for ${by} ${request[by!]}`);
  return found;
}

function violationsOf(request: object): string[] {
  try {
    boardAt().add(request as FaultRequest);
    return [];
  } catch (error) {
    assert.ok(error instanceof InvalidFault, String(error));
    return error.violations.map(({ field }) => field);
  }
}

describe("every kind of fault", () => {
  it("is described, and each scope has one", () => {
    assert.deepEqual(
      described.map(({ kind }) => kind),
      Object.keys(board.kinds),
    );
    const scopes = new Set(described.map(({ scope }) => scope));
    assert.deepEqual([...scopes].toSorted(), ["availability-zone", "global", "link", "region", "service"]);
    assert.equal(described.filter(({ words }) => words).length, 3, "three are one click on the page");
  });

  for (const description of described) {
    const { kind, summary, fields } = description;
    const plain = plainRequest(description);

    describe(kind, () => {
      it("is on with what its description says, says its values, does something, and is over", () => {
        const said: string[] = [];
        const single = boardAt(said);
        const { id, since, ...fault } = single.add(plain);
        const defaults = fields.flatMap(({ name, default: value }) => (value === undefined ? [] : [[name, value]]));
        // What the service's worst error is follows from the service.
        assert.deepEqual({ ...Object.fromEntries(defaults), ...fault }, fault);
        assert.match(said[0]!, new RegExp(`: ${kind}: `));
        assert.doesNotMatch(said[0]!, /`|undefined|NaN/);
        assert.notDeepEqual(single.effects(plain, 0), {});
        assert.equal(single.remove(id), true);
        assert.deepEqual([single.effects(plain, 0), single.list(), since], [{}, [], 0]);
      });

      it("names each value that it takes, and no other", () => {
        const named = Array.from(summary.matchAll(/`(\w+)`/g), ([, name]) => name);
        assert.deepEqual(named.toSorted(), [...board.kinds[kind]!.takes].toSorted());
      });

      for (const field of fields) {
        it(`refuses a wrong ${field.name}, and its absence ${field.required ? "too" : "not"}`, () => {
          // A time that depends on another one is reported with it: see request.spec.ts.
          const schedule = field.part === "time" ? { durationMs: 1_000, everyMs: 2_000 } : {};
          for (const wrong of ["", "nothing is called so", -86_400_001, true, {}]) {
            assert.ok(violationsOf({ ...plain, ...schedule, [field.name]: wrong }).includes(field.name), `${wrong}`);
          }
          const { [field.name as keyof FaultRequest]: _, ...without } = plain;
          assert.deepEqual(violationsOf(without).includes(field.name), field.required);
        });
      }

      it("refuses what is no field of it", () => {
        const others = described.flatMap((other) => other.fields.map(({ name }) => name));
        for (const name of new Set([...others, "colour"])) {
          if (fields.some((field) => field.name === name)) {
            continue;
          }
          assert.deepEqual(violationsOf({ ...plain, [name]: 1 }), [name]);
        }
      });
    });
  }

  it("has for choices what there is: by Region and by service where it depends on that", () => {
    const errors = described.find(({ kind }) => kind === "service-errors")!;
    const field = (name: string) => errors.fields.find((other) => other.name === name)!;
    assert.deepEqual(field("region").options, world.regions);
    assert.deepEqual((field("resource").options as Record<string, string[]>).dynamodb, ["profiles"]);
    assert.deepEqual((field("error").options as Record<string, string[]>).lambda, ["internal", "throttled"]);
    assert.deepEqual([field("error").by, field("error").part, field("share").unit], ["service", "value", "share"]);
  });
});
