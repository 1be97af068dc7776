import { useState } from "react";
import { t, type Key } from "../text";
import { shortName, signOut, useSession, wayIn } from "./session";

/** Who is signed in, what they may do, and the way out; or the way in. Nothing where nobody is asked. */
export function Account() {
  const { data: session } = useSession();
  const [error, setError] = useState<string>();
  if (!session?.secured) {
    return null;
  }
  if (!session.user) {
    return session.signIn ? (
      <a className="account" href={wayIn(session)}>
        {t("signIn")}
      </a>
    ) : null;
  }
  const role = session.roles?.at(-1);
  return (
    <details className="account">
      <summary title={t("account")}>{session.name ?? shortName(session.user)}</summary>
      <div role="group" aria-label={t("account")}>
        <p>{t(`role.${role ?? "none"}` as Key)}</p>
        <button
          type="button"
          onClick={() => void signOut().catch((e: Error) => setError(e.message))}
        >
          {t("signOut")}
        </button>
        {error && (
          <p role="alert" className="error">
            {error}
          </p>
        )}
      </div>
    </details>
  );
}
