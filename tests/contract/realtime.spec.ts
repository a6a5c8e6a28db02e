import { type RealtimeServer, startRealtimeServer } from "../support/realtime-server";
import { realtimeContract } from "./realtime";

describe("realtime contract: the small server", () => {
  let server: RealtimeServer;
  beforeEach(async () => {
    server = await startRealtimeServer({
      token: (token) => token === "good",
      handle: (data) => (data === "bad" ? { code: "unacceptable", title: "Not that." } : undefined),
    });
  });
  afterEach(() => server.stop());
  realtimeContract(() => ({
    url: server.url,
    token: "good",
    badToken: "bad",
    jurisdiction: "CA",
    push: (data) => server.push(data),
    unacceptable: "bad",
  }));
});
