import { lazy, Suspense, useSyncExternalStore } from "react";
import { Problem } from "../api";
import { t } from "../text";

const SignIn = lazy(() => import("../account/SignIn").then(({ SignIn }) => ({ default: SignIn })));

/** One bar for all that keeps the page from the server; it goes away by itself. */
export function Connection({ error }: { error: Error | null }) {
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
      <Suspense>
        <SignIn status={error.status} />
      </Suspense>
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
