import assert from "node:assert/strict";
import { useHomeMutation } from "../../client/react";
import type { HomeFetch } from "../../client/types";
import { fakeHome } from "../support/fake-home";
import { type Rendered, renderHook } from "../support/react-root";

describe("client react mutation", () => {
  let rendered: Rendered<any> | undefined;
  afterEach(async () => {
    await rendered?.unmount();
    rendered = undefined;
  });
  const put = { method: "PUT", body: "{}" };

  it("writes when it is told to, and shows what came of it", async () => {
    const { home, asked } = fakeHome();
    const hook = await renderHook(() => useHomeMutation<{ theme: string }>(home));
    rendered = hook;
    assert.deepEqual([asked.length, hook.last().loading], [0, false]);
    let result: any;
    await hook.act(
      () =>
        void hook
          .last()
          .mutate("/v1/profile", put)
          .then((found: any) => (result = found)),
    );
    assert.deepEqual([asked[0]!.path, hook.last().loading], ["/v1/profile", true]);
    await hook.act(() => asked[0]!.respond(Response.json({ theme: "dark" })));
    const { data, error, response, queued, loading } = hook.last();
    assert.deepEqual(
      [data, error, response?.status, queued, loading],
      [{ theme: "dark" }, undefined, 200, false, false],
    );
    assert.deepEqual(result.data, { theme: "dark" });
    await hook.act(hook.last().reset);
    assert.deepEqual([hook.last().data, hook.last().response], [undefined, undefined]);
  });

  it("gives status and response of what is refused, and what fetch threw, and never rejects", async () => {
    const { home, asked } = fakeHome();
    const hook = await renderHook(() => useHomeMutation(home));
    rendered = hook;
    await hook.act(() => void hook.last().mutate("/v1/profile", put));
    await hook.act(() => asked[0]!.respond(Response.json({ code: "precondition-required" }, { status: 428 })));
    const { error, response, data, loading } = hook.last();
    assert.deepEqual([error?.status, response?.status, data, loading], [428, 428, undefined, false]);
    assert.deepEqual(await error!.response!.json(), { code: "precondition-required" });
    await hook.act(() => void hook.last().mutate("/v1/profile", put));
    assert.equal(hook.last().error, undefined, "of the write before");
    await hook.act(() => asked[1]!.respond(new Error("fetch failed")));
    assert.deepEqual([hook.last().error?.message, hook.last().response], ["fetch failed", undefined]);
  });

  it("says that a write waits on this device", async () => {
    const { home } = fakeHome();
    const offline: HomeFetch = async () => new Response(null, { status: 202, headers: { "x-home-queued": "1" } });
    const hook = await renderHook(() => useHomeMutation(home, offline));
    rendered = hook;
    await hook.act(() => hook.last().mutate("/v1/profile", put));
    assert.deepEqual([hook.last().queued, hook.last().error, hook.last().data], [true, undefined, undefined]);
  });

  it("shows the last of several writes, in whatever order they end, and none once it is reset", async () => {
    const { home, asked } = fakeHome();
    const hook = await renderHook(() => useHomeMutation<number>(home));
    rendered = hook;
    for (let count = 0; count < 2; count++) {
      await hook.act(() => void hook.last().mutate("/v1/n", put));
    }
    await hook.act(() => asked[1]!.respond(Response.json(2)));
    await hook.act(() => asked[0]!.respond(Response.json(1)));
    assert.deepEqual([hook.last().data, hook.last().loading], [2, false]);
    const { mutate } = hook.last();
    await hook.act(() => void mutate("/v1/n", put));
    await hook.act(hook.last().reset);
    await hook.act(() => asked[2]!.respond(Response.json(3)));
    assert.equal(hook.last().data, undefined);
    assert.equal(hook.last().mutate, mutate, "one function for the page's life");
  });
});
