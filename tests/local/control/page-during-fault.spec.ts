import assert from "node:assert/strict";
import { useFakePage } from "../../support/fake-page";

describe("the page during a fault", function () {
  this.timeout(180_000);
  const used = useFakePage();
  const text = (selector: string) => used.page.locator(selector).first().textContent();
  const pull = (region: string) => used.page.click(`[data-region=${region}] [data-fault=region-down]`);

  it("tells a Region's state and since when apart from what the last probes saw", async () => {
    const { page } = used;
    assert.match((await text("[data-region=ca-central-1] [data-health]")) ?? "", /^healthy for \d+ (s|min)$/);
    assert.equal(await text("[data-region=ca-central-1] [data-probe]"), "last probe: 200 in 31 ms");
    const { twin } = used;
    const { health } = twin;
    const seen = (healthy: boolean, failing: number) => {
      const since = twin.context.clock.now();
      twin.health = () =>
        health().map((check) =>
          check.region === "ca-central-1"
            ? { ...check, healthy, since, probes: { of: 8, failing, turned: since } }
            : check,
        );
    };
    const probe = page.locator("[data-region=ca-central-1] [data-probe=turning]");
    seen(true, 1);
    await probe.filter({ hasText: /^failing since \d+ s: 1 of 8 checkers see it; last probe: 200/ }).waitFor();
    assert.match((await text("[data-region=ca-central-1] [data-health]")) ?? "", /^healthy for/);
    seen(false, 6);
    await probe.filter({ hasText: /^passing again since \d+ s: 2 of 8 checkers see it/ }).waitFor();
    assert.match((await text("[data-region=ca-central-1] [data-health]")) ?? "", /^unhealthy for/);
    assert.equal(await page.locator("[data-region=ca-west-1] [data-probe=turning]").count(), 0);
  });

  it("turns a jurisdiction's headline red while people are refused, and not the other's", async () => {
    const { page } = used;
    await page.locator("[data-headline=CA][data-level=good]", { hasText: "ca-central-1 (Montreal)" }).waitFor();
    await pull("ca-central-1");
    await page.locator("[data-headline=CA][data-level=warn]", { hasText: "served by its standby" }).waitFor();
    await pull("ca-west-1");
    await page.locator("[data-headline=CA][data-level=bad]", { hasText: "everybody is refused" }).waitFor();
    assert.match((await text("#spoken")) ?? "", /Canada: everybody is refused/);
    assert.equal(await page.getAttribute("[data-headline=US]", "data-level"), "good");
    await page.click("#restore");
    await page.locator("[data-headline=CA][data-level=good]").waitFor();
  });

  it("draws requests, errors and p95 of each Region, with the fault behind them", async () => {
    const { page } = used;
    const chart = (name: string) => page.locator(`[data-region=ca-central-1] [data-chart=${name}]`);
    await chart("requests").locator(".bar-of").first().waitFor();
    await chart("p95").locator(".bar-of").first().waitFor();
    assert.equal(await chart("errors").locator(".bar-of, .fault-band").count(), 0);
    await pull("ca-central-1");
    await chart("errors").locator(".bar-of").first().waitFor();
    for (const name of ["requests", "errors", "p95"]) {
      await chart(name).locator(".fault-band").waitFor();
    }
    assert.equal(await page.locator("[data-region=us-east-1] .fault-band").count(), 0);
    assert.match(
      (await chart("errors").locator("svg").getAttribute("aria-label")) ?? "",
      /^errors of ca-central-1 .*now/,
    );
  });

  it("draws an incident to scale: the distances of its marks are those of their times", async () => {
    const { page } = used;
    await pull("ca-central-1");
    await page.locator("[data-mark=good]").waitFor();
    await page.click("#restore");
    await page.locator("[data-mark=returned]").waitFor();
    await page.waitForTimeout(600);
    const [incident] = (await (await fetch(`${new URL(page.url()).origin}/api/incidents`)).json()) as any[];
    const shares = await page.evaluate(
      `[...document.querySelectorAll(".pin")].map((pin) => parseFloat(pin.style.left))`,
    );
    const [first, last] = [incident.marks[0].at, incident.marks.at(-1).at];
    const expected = incident.marks.map(({ at }: any) => Number((((at - first) / (last - first)) * 100).toFixed(2)));
    assert.deepEqual(shares, expected);
    assert.equal(await page.locator(".incident .mark").count(), incident.marks.length);
    assert.ok((await page.locator(".tick").count()) > 2);
  });

  it("shows three first steps, ticks them as they are done, and hides them for good", async () => {
    const { page } = used;
    assert.equal(await page.locator("#first-steps li").count(), 3);
    await page.click("[data-step=journey] button");
    await page.keyboard.press("Enter");
    await page.locator("[data-step=journey].done").waitFor();
    await page.click("[data-step=fault] button");
    assert.equal(await page.evaluate("document.activeElement.dataset.key"), "ca-central-1-region-down");
    await page.keyboard.press("Enter");
    await page.locator("[data-step=fault].done").waitFor();
    await page.locator("[data-region=ca-central-1] [data-health=unhealthy]").waitFor();
    await page.click("[data-step=return] button");
    await page.keyboard.press("Enter");
    await page.locator("#first-steps").waitFor({ state: "hidden" });
    await page.reload();
    await page.locator("#connection.live").waitFor();
    await page.locator("[data-mark=returned]").waitFor();
    assert.equal(await page.locator("#first-steps").isVisible(), false);
  });

  it("clears a journey's old outcome, and shows a refusal beside the form", async () => {
    const { page } = used;
    await page.click("#journey-form button.strong");
    await page.locator("[data-journey=ok]").waitFor();
    await page.fill("input[name=organization]", "acmee");
    await page.click("#journey-form button.strong");
    await page.locator("#journey-form #journey-error", { hasText: 'Did you mean "acme"?' }).waitFor();
    assert.equal(await page.locator("[data-journey]").count(), 0);
    assert.equal(await text("#journey-result"), "");
    assert.equal(await page.locator("#journey tbody").count(), 0);
    assert.equal(await page.locator("#notice").isVisible(), false);
    await page.fill("input[name=organization]", "acme");
    await page.click("#journey-form button.strong");
    await page.locator("[data-journey=ok]").waitFor();
    assert.equal(await text("#journey-error"), "");
  });

  it("leaves buttons and rows the elements that they are, with their focus, while everything around them changes", async () => {
    const { page } = used;
    await page.locator("#ledger tr").nth(2).waitFor();
    await page.evaluate(
      `window.button = document.querySelector("[data-region=ca-central-1] [data-fault=region-down]")`,
    );
    await pull("ca-west-1");
    await page.locator("[data-region=ca-west-1] [data-health=unhealthy]").waitFor();
    assert.equal(await page.evaluate("window.button.isConnected"), true);
    await page.locator("#ledger tr button").first().focus();
    const first = await page.evaluate("document.activeElement.dataset.key");
    // Asked from here: the page's Content Security Policy lets nothing be evaluated in it again and again.
    const newest = page.locator("#ledger tr button").first();
    while ((await newest.getAttribute("data-key")) === first) {
      await page.waitForTimeout(20);
    }
    assert.equal(await page.evaluate("document.activeElement.dataset.key"), first);
  });

  it("has the Regions first, and the other parts one click away", async () => {
    const { page } = used;
    assert.equal(await page.getAttribute("[data-view=regions]", "aria-pressed"), "true");
    assert.match((await text("#map [data-name=us-west-2] .note")) ?? "", /^Oregon/);
    for (const [link, title] of [
      ["What a place gets", "#answers-title"],
      ["Not stood in for", "#unsupported-title"],
    ] as const) {
      await page.click(`.links a:text-is("${link}")`);
      const box = (await page.locator(title).boundingBox())!;
      assert.ok(box.y >= 0 && box.y < 800, `${link}: ${JSON.stringify(box)}`);
      const covered = await page.evaluate(`document.querySelector(".bar").getBoundingClientRect().bottom`);
      assert.ok(box.y >= Number(covered), `${link} is behind the header`);
    }
  });

  it("says that the host is too slow, and that what is measured then is not credible", async () => {
    const { page, lag } = used;
    assert.equal(await page.locator("#host").isVisible(), false);
    await pull("us-west-2");
    lag.ms = 900;
    await page.locator("#host", { hasText: "900 ms behind" }).waitFor();
    await page.locator("[data-credible=false]").waitFor();
    lag.ms = 0;
    await page.locator("#host").waitFor({ state: "hidden" });
    assert.equal(await page.locator("[data-credible=false]").count(), 1);
  });
});
