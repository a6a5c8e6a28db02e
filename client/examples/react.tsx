/** The same page with React: state comes from the hooks. */
import type { HomeClient } from "../index";
import { useHome, useHomeQuery } from "../react";

export function Profile({ home }: { home: HomeClient }) {
  const { status, notice, dismiss } = useHome(home);
  const { data, error, loading, reload } = useHomeQuery<{ preferences: { theme: string } }>(home, "/v1/profile");
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
      <p id="profile">{loading ? "…" : error ? error.message : data?.preferences.theme}</p>
      <button type="button" id="reload" onClick={reload}>
        Reload
      </button>
    </main>
  );
}
