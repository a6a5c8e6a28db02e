import { type ControlApi, createControlApi } from "../../local/control/server";
import type { Twin } from "../../local/twin";
import { type FakeTwin, fakeTwin } from "../support/fake-twin";
import { endHolds, startTestTwin } from "../support/twin";
import { controlContract } from "./control";

describe("control contract: the invented twin", () => {
  let twin: FakeTwin;
  let api: ControlApi;
  before(async () => {
    twin = fakeTwin({ speed: 200, traffic: false });
    api = createControlApi(twin, { port: 0 });
    await api.start();
  });
  after(async () => {
    await api.stop();
    await twin.stop();
  });
  controlContract(() => ({ url: api.url(), domain: twin.domain, endHolds: async () => {} }));
});

describe("control contract: the twin", function () {
  this.timeout(150_000);
  let twin: Twin;
  before(async () => {
    twin = await startTestTwin();
  });
  after(() => twin?.stop());
  controlContract(() => ({ url: twin.url, domain: twin.control.domain, endHolds: () => endHolds(twin) }));
});
