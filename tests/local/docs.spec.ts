import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withServices } from "../../local/docs";
import { serviceKey } from "../../local/module";
import { serviceModules } from "../../local/services";
import { projectRoot } from "../support/stacks";

const readme = readFileSync(join(projectRoot, "local/README.md"), "utf8");
const services = (text: string) => text.slice(text.indexOf("<!-- services"), text.indexOf("<!-- end services"));

describe("the twin's README", () => {
  it("says of the services what their modules say: `npm run docs`", () => {
    assert.equal(readme, withServices(readme));
  });

  it("follows a new module, and a terminal of 110 columns shows it", () => {
    const key = serviceKey("queues");
    const description = { does: "word ".repeat(60).trim(), sources: { queues: "https://docs.aws.amazon.com/q" } };
    const queues = { key, title: "Queues", description, standsInFor: ["aws:sqs/queue:Queue"], needs: [key] };
    const text = services(withServices(readme, [...serviceModules, queues]));
    assert.match(text, /\n\| `queues` +\| Queues +\| queues +\|\n/);
    assert.match(
      text,
      /\n### `queues`: Queues\n\n- \*\*Stands in for\*\*: `aws:sqs\/queue:Queue`\n- \*\*Does\*\*: word/,
    );
    const long = text.split("\n").filter((line) => line.length > 110 && !line.includes("https://"));
    assert.deepEqual(long, []);
  });

  it("refuses a text without its markers", () => {
    assert.throws(() => withServices("# The twin"), /has no "<!-- services/);
  });
});
