import assert from "node:assert/strict";
import axe from "axe-core";
import { useFakePage } from "../../support/fake-page";

const looks = [
  { name: "light", colorScheme: "light", width: 1280, height: 800 },
  { name: "dark", colorScheme: "dark", width: 1280, height: 800 },
  { name: "light, phone", colorScheme: "light", width: 390, height: 844 },
  { name: "dark, phone", colorScheme: "dark", width: 390, height: 844 },
] as const;

const cut = `[...document.querySelectorAll("figcaption")]
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).map(({ textContent }) => textContent)`;

describe("the page for everybody", function () {
  this.timeout(300_000);
  const used = useFakePage();

  /** What axe-core finds wrong, each as rule and element. */
  async function violations(): Promise<string[]> {
    const { page } = used;
    await page.evaluate(axe.source);
    const found = (await page.evaluate(`axe.run({ resultTypes: ["violations"] }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ": " + html + " " + failureSummary)))`)) as string[];
    return found;
  }

  async function inEveryLook(when: string): Promise<void> {
    for (const { name, colorScheme, width, height } of looks) {
      await used.page.setViewportSize({ width, height });
      await used.page.emulateMedia({ colorScheme });
      assert.deepEqual(await violations(), [], `${when}, ${name}`);
      await used.page.setViewportSize({ width: 320, height: 600 });
      const scrollWidth = Number(await used.page.evaluate("document.documentElement.scrollWidth"));
      assert.ok(scrollWidth <= 320, `${when}, ${name}: ${scrollWidth} px wide at 320 px`);
      assert.deepEqual(await used.page.evaluate(cut), [], `${when}, ${name}: captions that are cut at 320 px`);
    }
  }

  it("has nothing that axe-core finds, and fits 320 px: before, during and after a fault, in every look", async () => {
    const { page } = used;
    await page.click("#journey-form button.strong");
    await page.locator("[data-journey=ok]").waitFor();
    await page.click("#log-box summary");
    await page.click("[data-jurisdiction=CA] summary");
    await inEveryLook("before");
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.click("[data-region=us-west-2] .more");
    await page.click("#fault-times summary");
    await inEveryLook("the form for any fault");
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.click("[data-region=ca-central-1] [data-fault=region-down]");
    await page.click("[data-region=ca-west-1] [data-fault=region-down]");
    await page.click("[data-region=us-west-2] [data-fault=registry-cut-off]");
    await page.locator("[data-headline=CA][data-level=bad]").waitFor();
    await inEveryLook("as people are refused");
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.click("[data-region=ca-west-1] [data-fault=region-down]");
    await page.locator("[data-mark=good]", { hasText: "ca-west-1" }).first().waitFor();
    used.twin.context.faults.add({
      kind: "availability-zone-down",
      region: "us-east-1",
      availabilityZone: "us-east-1a",
    });
    used.twin.context.faults.add({ kind: "link-cut", region: "us-east-1", peerRegion: "us-west-2", afterMs: 60_000 });
    await page.locator("#fault-list .waiting").waitFor();
    await inEveryLook("during");
    used.lag.ms = 2_000;
    await page.locator("#host:not([hidden])").waitFor();
    await page.fill("input[name=organization]", "nobody-is-called-this");
    await page.click("#journey-form button.strong");
    await page.locator("#journey-error:not(:empty)").waitFor();
    await page.click("#restore");
    await page.locator("[data-mark=returned]").first().waitFor();
    used.twin.cross();
    await page.locator("#crossings-box.bad").waitFor();
    await inEveryLook("after, with all that can be said at once");
  });

  it("shows the map and a Region's buttons together on a phone", async () => {
    const { page } = used;
    await page.setViewportSize({ width: 390, height: 844 });
    for (const region of ["ca-central-1", "us-west-2"]) {
      const selector = `[data-region=${region}] [data-fault=region-down]`;
      const button = page.locator(selector);
      await button.focus();
      const { map, box } = (await page.evaluate(`(() => {
        const rectOf = (selector) => document.querySelector(selector).getBoundingClientRect().toJSON();
        return { map: rectOf("#map"), box: rectOf("${selector}") };
      })()`)) as Record<"map" | "box", { top: number; bottom: number }>;
      const seen = map.top >= 0 && map.bottom - map.top > 150 && box.top >= map.bottom && box.bottom <= 844;
      assert.ok(seen, JSON.stringify({ map, box }));
      await button.click();
      await page.locator(`[data-region=${region}] [data-fault=region-down][aria-pressed=true]`).waitFor();
    }
  });

  it("explains its words on hover and focus, and hides the explanation on Escape", async () => {
    const { page } = used;
    const tip = page.locator("#tip");
    await page.hover("[data-term=crossings]");
    await tip.filter({ hasText: "outside its home jurisdiction" }).waitFor();
    await page.hover("#tip");
    assert.equal(await tip.isVisible(), true);
    await page.keyboard.press("Escape");
    await tip.waitFor({ state: "hidden" });
    await page.locator("[data-jurisdiction=US] [data-term='kept for']").focus();
    await tip.filter({ hasText: "TTL" }).waitFor();
    const box = (await tip.boundingBox())!;
    assert.ok(box.x >= 0 && box.x + box.width <= 1280 && box.y + box.height <= 800, JSON.stringify(box));
    const description = await page.evaluate(
      "document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent",
    );
    assert.equal(description, await tip.textContent());
    const described = await page.evaluate(`[...document.querySelectorAll(".term")].every((term) =>
      document.getElementById(term.getAttribute("aria-describedby")))`);
    assert.equal(described, true);
  });
});
