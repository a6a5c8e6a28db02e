/** The same page with React: state comes from the hooks. */
import type { HomeClient } from "../index";
import { useHome, useHomeMutation, useHomeQuery } from "../react";

interface Stored {
  preferences: { theme?: string };
  version: number;
}

export function Profile({ home }: { home: HomeClient }) {
  const { status, notice, dismiss } = useHome(home);
  const { data, error, loading, reload } = useHomeQuery<Stored>(home, "/v1/profile");
  const { mutate, error: refused, loading: saving } = useHomeMutation(home);
  // Who has never saved anything has no profile.
  const isNew = error?.status === 404;

  async function save(theme: string) {
    const condition = data ? { "if-match": `"${data.version}"` } : { "if-none-match": "*" };
    const headers = { "content-type": "application/json", ...condition };
    await mutate("/v1/profile", { method: "PUT", headers, body: JSON.stringify({ preferences: { theme } }) });
    reload();
  }

  return (
    <main>
      {notice && (
        <p role="alert">
          {notice.text}{" "}
          <button type="button" onClick={dismiss}>
            OK
          </button>
        </p>
      )}
      <p id="status">{status.state}</p>
      <p id="profile">
        {loading ? "…" : error && !isNew ? error.message : (data?.preferences.theme ?? "no theme yet")}
      </p>
      {refused && <p id="refused">Not saved: {refused.message}</p>}
      <button type="button" id="reload" onClick={reload}>
        Reload
      </button>
      <button type="button" id="save" disabled={loading || saving} onClick={() => save("light")}>
        Light
      </button>
    </main>
  );
}
