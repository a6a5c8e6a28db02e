import assert from "node:assert/strict";
import { useHome, useHomeQuery } from "../../client/react";
import type { HomeEvents, HomeFetch, HomeStatus } from "../../client/types";
import { fakeHome } from "../support/fake-home";
import { type Rendered, renderHook } from "../support/react-root";

const inState = (state: HomeStatus["state"]) => ({ state }) as HomeStatus;
const notice = (text: string) => ({ kind: "moving", text }) as HomeEvents["notice"];

describe("client react", () => {
  let rendered: Rendered<any> | undefined;
  afterEach(async () => {
    await rendered?.unmount();
    rendered = undefined;
  });

  it("shows status and notice as they change, and no notice once it is dismissed", async () => {
    const { home, tell, listening } = fakeHome();
    const hook = await renderHook(() => useHome(home));
    rendered = hook;
    assert.deepEqual([hook.last().status.state, hook.last().notice], ["unknown", null]);
    await hook.act(() => tell("status", inState("home")));
    assert.equal(hook.last().status.state, "home");
    await hook.act(() => tell("notice", notice("soon")));
    assert.equal(hook.last().notice?.text, "soon");
    const { dismiss } = hook.last();
    await hook.act(dismiss);
    assert.equal(hook.last().notice, null);
    assert.equal(hook.last().dismiss, dismiss);
    assert.equal(listening(), 2);
    await hook.unmount();
    rendered = undefined;
    assert.equal(listening(), 0);
  });

  it("listens to another client when it is given one", async () => {
    const [first, second] = [fakeHome(), fakeHome()];
    let { home } = first;
    rendered = await renderHook(() => useHome(home));
    home = second.home;
    await rendered.again();
    assert.deepEqual([first.listening(), second.listening()], [0, 2]);
    await rendered.act(() => second.tell("notice", notice("two")));
    await rendered.act(() => second.tell("status", inState("failover")));
    assert.deepEqual([rendered.last().notice.text, rendered.last().status.state], ["two", "failover"]);
  });

  it("reads JSON at home, and again on demand with the last data meanwhile", async () => {
    const { home, asked } = fakeHome();
    const hook = await renderHook(() => useHomeQuery<number>(home, "/v1/n"));
    rendered = hook;
    assert.deepEqual([hook.seen[0]!.loading, hook.last().loading, hook.last().data], [true, true, undefined]);
    await hook.act(() => asked[0]!.respond(Response.json(1)));
    assert.deepEqual([hook.last().data, hook.last().error, hook.last().loading], [1, undefined, false]);
    await hook.act(hook.last().reload);
    assert.deepEqual([asked.length, hook.last().data, hook.last().loading], [2, 1, true]);
    await hook.act(() => asked[1]!.respond(Response.json(2)));
    assert.equal(hook.last().data, 2);
    await hook.again();
    assert.equal(asked.length, 2, "no read without a reason");
  });

  it("gives an error for what is not 2xx or fails, keeps the data, and reads again when home is back", async () => {
    const { home, asked, tell } = fakeHome();
    const hook = await renderHook(() => useHomeQuery<number>(home, "/v1/n"));
    rendered = hook;
    await hook.act(() => asked[0]!.respond(Response.json(1)));
    await hook.act(() => tell("status", inState("home")));
    assert.equal(asked.length, 1, "nothing had failed");
    await hook.act(hook.last().reload);
    await hook.act(() => asked[1]!.respond(new Response(null, { status: 503 })));
    const { data, error, loading } = hook.last();
    assert.deepEqual([data, error?.message, loading], [1, "/v1/n answered 503", false]);
    assert.deepEqual([error?.status, error?.response?.status], [503, 503]);
    await hook.act(() => tell("status", inState("unavailable")));
    assert.equal(asked.length, 2);
    await hook.act(() => tell("status", inState("failover")));
    assert.equal(asked.length, 3);
    await hook.act(() => asked[2]!.respond(new Error("fetch failed")));
    assert.equal(hook.last().error?.message, "fetch failed");
    await hook.act(() => tell("status", inState("home")));
    await hook.act(() => asked[3]!.respond(Response.json(4)));
    assert.deepEqual([hook.last().data, hook.last().error], [4, undefined]);
    await hook.act(() => tell("status", inState("failover")));
    assert.equal(asked.length, 4, "it has what it wants");
  });

  it("reads on at home no sooner than a read has failed, and of the client that it has by then", async () => {
    const [first, second] = [fakeHome(), fakeHome()];
    let { home } = first;
    const hook = await renderHook(() => useHomeQuery<number>(home, "/v1/n"));
    rendered = hook;
    await hook.act(() => first.tell("status", inState("home")));
    assert.equal(first.asked.length, 1, "the first is still on its way");
    home = second.home;
    await hook.again();
    assert.deepEqual([first.listening(), second.listening()], [0, 1]);
    await hook.act(() => second.asked[0]!.respond(new Error("fetch failed")));
    await hook.act(() => second.tell("status", inState("home")));
    assert.equal(second.asked.length, 2);
  });

  it("reads nothing without a path, and what another path names when that changes", async () => {
    const { home, asked, listening } = fakeHome();
    let path: string | null = null;
    const hook = await renderHook(() => useHomeQuery<number>(home, path));
    rendered = hook;
    assert.deepEqual([asked.length, hook.last().loading], [0, false]);
    path = "/v1/a";
    await hook.again();
    path = "/v1/b";
    await hook.again();
    assert.deepEqual(
      asked.map(({ path, signal }) => [path, signal.aborted]),
      [
        ["/v1/a", true],
        ["/v1/b", false],
      ],
    );
    await hook.act(() => asked[1]!.respond(Response.json("b")));
    await hook.act(() => asked[0]!.respond(Response.json("a")));
    assert.equal(hook.last().data, "b", "a response that nobody waits for is not shown");
    path = "/v1/c";
    await hook.again();
    path = "/v1/d";
    await hook.again();
    await hook.act(() => asked[2]!.respond(new Error("late")));
    assert.deepEqual([hook.last().error, hook.last().loading], [undefined, true]);
    await hook.unmount();
    rendered = undefined;
    assert.deepEqual([asked[3]!.signal.aborted, listening()], [true, 0]);
  });

  it("reads through another layer where one is given", async () => {
    const { home, asked } = fakeHome();
    const paths: unknown[] = [];
    const layer: HomeFetch = async (path) => {
      paths.push(path);
      return Response.json("kept");
    };
    rendered = await renderHook(() => useHomeQuery(home, "/v1/n", layer));
    assert.deepEqual([paths, asked.length, rendered.last().data], [["/v1/n"], 0, "kept"]);
  });

  it("never shows what was read of one path under another, in any render", async () => {
    const { home, asked } = fakeHome();
    let path: string | null = "/v1/a";
    const shown: [string | null, unknown, unknown][] = [];
    const hook = await renderHook(() => {
      const query = useHomeQuery<string>(home, path);
      shown.push([path, query.data, query.error?.message]);
      return query;
    });
    rendered = hook;
    await hook.act(() => asked[0]!.respond(Response.json("a")));
    path = "/v1/b";
    await hook.again();
    assert.deepEqual([hook.last().data, hook.last().loading], [undefined, true]);
    await hook.act(() => asked[1]!.respond(new Response("no", { status: 404 })));
    assert.equal(await hook.last().error!.response!.text(), "no");
    path = null;
    await hook.again();
    assert.deepEqual([hook.last().data, hook.last().error, hook.last().loading], [undefined, undefined, false]);
    path = "/v1/a";
    await hook.again();
    await hook.act(() => asked[2]!.respond(Response.json("a")));
    for (const [of, data, error] of shown) {
      assert.ok(data === undefined || (data === "a" && of === "/v1/a"), `${of} shows ${data}`);
      assert.ok(error === undefined || of === "/v1/b", `${of} shows ${error}`);
    }
  });

  it("shows nothing of another user's layer or of another client, and no error and notice of theirs", async () => {
    const [first, second] = [fakeHome(), fakeHome()];
    let { home } = first;
    let user = "ann";
    const layers: Record<string, HomeFetch> = {
      ann: async () => Response.json("of ann"),
      bob: () => new Promise(() => {}),
    };
    const shown: [string, unknown, unknown][] = [];
    const hook = await renderHook(() => {
      const { data, loading } = useHomeQuery<string>(home, "/v1/n", layers[user]);
      const { notice } = useHome(home);
      shown.push([user, data, notice]);
      return { data, loading, notice };
    });
    rendered = hook;
    await hook.act(() => first.tell("notice", notice("of the first")));
    assert.deepEqual([hook.last().data, hook.last().notice?.text], ["of ann", "of the first"]);
    user = "bob";
    home = second.home;
    await hook.again();
    assert.equal(hook.last().loading, true);
    const ofBob = shown.filter(([who]) => who === "bob");
    assert.ok(ofBob.length > 0);
    for (const [, data, notice] of ofBob) {
      assert.deepEqual([data, notice], [undefined, null]);
    }
  });

  it("reads again for a failure of this path, not for that of the one before", async () => {
    const { home, asked, tell } = fakeHome();
    let path = "/v1/a";
    const hook = await renderHook(() => useHomeQuery<string>(home, path));
    rendered = hook;
    await hook.act(() => asked[0]!.respond(new Error("fetch failed")));
    path = "/v1/b";
    await hook.again();
    await hook.act(() => tell("status", inState("home")));
    assert.deepEqual([asked.length, asked[1]!.signal.aborted], [2, false]);
  });

  it("takes a response without a body for no data", async () => {
    const { home, asked } = fakeHome();
    rendered = await renderHook(() => useHomeQuery<string>(home, "/v1/a"));
    await rendered.act(() => asked[0]!.respond(new Response(null, { status: 204 })));
    assert.deepEqual(
      [rendered.last().data, rendered.last().error, rendered.last().loading],
      [undefined, undefined, false],
    );
  });
});
