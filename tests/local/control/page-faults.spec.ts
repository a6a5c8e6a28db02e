import assert from "node:assert/strict";
import { describeKinds } from "../../../local/faults/describe";
import { useFakePage } from "../../support/fake-page";

describe("the page's faults", function () {
  this.timeout(180_000);
  const used = useFakePage();
  const open = (region = "ca-central-1") => used.page.click(`[data-region=${region}] .more`);
  const row = (id: string) => used.page.locator(`#fault-list [data-row="${id}"]`);
  const only = () => {
    const faults = used.twin.context.faults.list();
    assert.equal(faults.length, 1);
    return faults[0]!;
  };

  const kinds = () => describeKinds(used.twin.context.faults.kinds, used.twin.context.faults.world);

  it("has every kind that the control API lists, with its fields", async () => {
    const { page } = used;
    await open();
    for (const { kind, fields } of kinds()) {
      await page.selectOption("#fault-kind", kind);
      const shown = await page
        .locator("#fault-form .fields [name]")
        .evaluateAll((all) => all.map((element: any) => element.name));
      assert.deepEqual(shown.toSorted(), fields.map(({ name }) => name).toSorted(), kind);
    }
  });

  it("starts what it has of each scope, says what it does and for how long, and puts it back", async () => {
    const { page, twin } = used;
    const { faults } = twin.context;
    const ofScope = new Map(kinds().map((description) => [description.scope, description]));
    assert.equal(ofScope.size, 5);
    for (const { kind, fields } of ofScope.values()) {
      await open();
      await page.selectOption("#fault-kind", kind);
      await page.fill("#fault-form [name=durationMs]", "90");
      await page.click("#fault-form button.strong");
      await page.locator("#fault-form").waitFor({ state: "hidden" });
      const fault = only();
      const { id, durationMs, region } = fault;
      assert.deepEqual([fault.kind, durationMs], [kind, 90_000]);
      assert.equal(region, fields.some(({ name }) => name === "region") ? "ca-central-1" : undefined);
      for (const { name, default: value } of fields.filter((field) => field.unit && field.default !== undefined)) {
        assert.equal(fault[name as keyof typeof fault], value, `${kind}: ${name}`);
      }
      await row(id)
        .filter({ hasText: /On for \d+ s, \d+ s left\./ })
        .waitFor();
      await row(id).locator("button").click();
      await row(id).waitFor({ state: "detached" });
      assert.deepEqual(faults.list(), []);
    }
    assert.equal(await page.locator("#faults").isVisible(), false);
  });

  it("has three kinds one click away at each Region, and offers to end whatever else is on there", async () => {
    const { page, twin } = used;
    const names = (region: string) => page.locator(`[data-region=${region}] .faults button`).allTextContents();
    assert.deepEqual(await names("us-west-2"), ["Pull the plug", "Slow", "Cut registry", "Other…"]);
    twin.context.faults.add({ kind: "link-cut", region: "us-west-2", peerRegion: "ca-west-1" });
    const ends = page.locator("[data-region] .faults button", { hasText: "End link cut" });
    await ends.nth(1).waitFor();
    assert.equal(await ends.count(), 2, "at both ends");
    await page.click("[data-region=ca-west-1] .faults [aria-label^='End link cut']");
    await page.locator("#faults").waitFor({ state: "hidden" });
    assert.deepEqual(await names("us-west-2"), ["Pull the plug", "Slow", "Cut registry", "Other…"]);
  });

  it("says how many writes wait while a link is cut, and forgets those of other links", async () => {
    const { twin } = used;
    const { id } = twin.context.faults.add({ kind: "link-cut", region: "us-west-2", peerRegion: "us-east-1" });
    await row(id).filter({ hasText: "until it is put back. 0 writes wait to be replicated." }).waitFor();
    twin.replication = () => [
      { table: "profiles", from: "us-east-1", to: "us-west-2", writes: 1_204 },
      { table: "registry", from: "us-west-2", to: "us-east-1", writes: 3 },
      { table: "registry", from: "us-east-1", to: "ca-west-1", writes: 50 },
    ];
    await row(id).filter({ hasText: "1,207 writes wait to be replicated (profiles, registry)." }).waitFor();
  });

  it("takes values in seconds and percent, and a schedule, and counts down to what waits", async () => {
    const { page } = used;
    await open();
    await page.selectOption("#fault-kind", "service-errors");
    await page.selectOption("#fault-form [name=service]", "dynamodb");
    await page.selectOption("#fault-form [name=resource]", "profiles");
    await page.selectOption("#fault-form [name=error]", "throttled");
    await page.fill("#fault-form [name=share]", "33");
    await page.fill("#fault-form [name=durationMs]", "60");
    await page.click("#fault-times summary");
    await page.fill("#fault-form [name=afterMs]", "3000");
    await page.fill("#fault-form [name=everyMs]", "300");
    await page.fill("#fault-form [name=times]", "3");
    await page.keyboard.press("Enter");
    await page.locator("#faults").waitFor();
    const { since, id, ...fault } = only();
    const place = { region: "ca-central-1", service: "dynamodb", resource: "profiles" };
    const schedule = { afterMs: 3_000_000, durationMs: 60_000, everyMs: 300_000, times: 3, waiting: true };
    assert.deepEqual(fault, { kind: "service-errors", ...place, share: 0.33, error: "throttled", ...schedule });
    await row(id)
      .filter({ hasText: /Begins in \d+ min\. Again every 5 min, 3 times in all\./ })
      .waitFor();
    const says = "33 % of the requests are answered with the error throttled.";
    await row(id).filter({ hasText: says }).filter({ hasText: "dynamodb profiles in ca-central-1" }).waitFor();
    assert.equal(await page.getAttribute("[data-headline=CA]", "data-level"), "good", "what waits does nothing yet");
  });

  it("lets choices follow the service and the Region, and keeps the focus where it was", async () => {
    const { page } = used;
    await open("us-east-1");
    await page.selectOption("#fault-kind", "service-errors");
    await page.locator("#fault-form [name=service]").focus();
    await page.keyboard.type("kms");
    const errors = page.locator("#fault-form [name=error] option");
    await errors.filter({ hasText: "invalid-state" }).waitFor({ state: "attached" });
    assert.equal(await page.evaluate("document.activeElement.name"), "service");
    await page.selectOption("#fault-kind", "availability-zone-down");
    assert.deepEqual(await page.locator("#fault-form [name=availabilityZone] option").allTextContents(), [
      "us-east-1a",
      "us-east-1b",
    ]);
    await page.selectOption("#fault-kind", "link-cut");
    const peers = await page.locator("#fault-form [name=peerRegion] option").allTextContents();
    assert.equal(peers.includes("us-east-1"), false);
  });

  it("shows a refusal beside the form, and closes on Escape with the focus back where it came from", async () => {
    const { page, twin } = used;
    await page.locator("[data-region=ca-west-1] .more").focus();
    await page.keyboard.press("Enter");
    await page.fill("#fault-form [name=durationMs]", "-5");
    await page.keyboard.press("Enter");
    await page.locator("#fault-error", { hasText: "durationMs: found -5000; use a number" }).waitFor();
    assert.deepEqual(twin.context.faults.list(), []);
    await page.keyboard.press("Escape");
    await page.locator("#fault-form").waitFor({ state: "hidden" });
    assert.equal(await page.evaluate("document.activeElement.dataset.key"), "ca-west-1-other");
  });
});
