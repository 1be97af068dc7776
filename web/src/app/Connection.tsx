import { useState, useSyncExternalStore } from "react";
import { Problem, setCredential } from "../api";
import { client } from "../api/queries";
import { t } from "../text";

/** One bar for all that keeps the page from the server; it goes away by itself. */
export function Connection({ error }: { error: Error | null }) {
  const [key, setKey] = useState("");
  const isOnline = useSyncExternalStore(listen, () => navigator.onLine);
  if (!isOnline) {
    return (
      <p role="status" className="notice">
        {t("offline")}
      </p>
    );
  }
  if (!error) {
    return null;
  }
  if (error instanceof Problem && error.refused) {
    return (
      <form
        className="notice"
        aria-label={t("signIn")}
        onSubmit={(event) => {
          event.preventDefault();
          setCredential(key.trim());
          void client.invalidateQueries();
        }}
      >
        <p role="alert">{t(error.status === 401 ? "signIn.why" : "signIn.refused")}</p>
        <label>
          {t("signIn.key")}
          <input
            type="password"
            autoComplete="off"
            value={key}
            onChange={(e) => setKey(e.target.value)}
          />
        </label>
        <button type="submit">{t("signIn")}</button>
      </form>
    );
  }
  const down = !(error instanceof Problem) || error.unreachable;
  return (
    <p role="alert" className="error">
      {down ? t("down") : error.message}
    </p>
  );
}

function listen(changed: () => void): () => void {
  window.addEventListener("online", changed);
  window.addEventListener("offline", changed);
  return () => {
    window.removeEventListener("online", changed);
    window.removeEventListener("offline", changed);
  };
}
