import assert from "node:assert/strict";
import { Command } from "commander";
import { portOf, portOption } from "../../cli/port";
import { InvalidInput } from "../../model/invalid-input";

describe("the port of the twin", () => {
  const option = (least: 0 | 1, value: string) =>
    new Command("x")
      .addOption(portOption("page", least))
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
      .parse(["--port", value], { from: "user" })
      .opts().port;

  it("is what the option says, else what the environment says, else 4600", () => {
    assert.equal(option(1, "4700"), 4700);
    assert.equal(option(0, "0"), 0);
    assert.equal(portOf(4700, { PORT: "4800" }), 4700);
    assert.equal(portOf(undefined, { PORT: "4800" }), 4800);
    assert.equal(portOf(undefined, { PORT: "0" }, 0), 0);
    assert.equal(portOf(undefined, { PORT: "" }), 4600);
    assert.equal(portOf(undefined, {}), 4600);
  });

  it("refuses what is none, whoever said it", () => {
    for (const value of ["0", "-1", "65536", "1.5", "abc", " "]) {
      assert.throws(() => option(1, value), /Allowed: a whole number from 1 to 65535\./, value);
      const wanted = `PORT of the environment: found "${value}"; allowed: a whole number from 1 to 65535`;
      assert.throws(() => portOf(undefined, { PORT: value }), new InvalidInput(wanted), value);
    }
    assert.throws(() => option(0, ""), /Allowed: a whole number from 0 to 65535\./);
    assert.throws(() => portOf(undefined, { PORT: "-1" }, 0), /allowed: a whole number from 0 to 65535$/);
  });
});
