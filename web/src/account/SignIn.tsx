import { useState } from "react";
import { setCredential } from "../api";
import { client } from "../api/queries";
import { t } from "../text";
import { hasEnded, useSession, wayIn } from "./session";

/** What the server asks of those whom it does not know, or does not let: to sign in, or to be let by someone. */
export function SignIn({ status }: { status: number }) {
  const { data: session } = useSession();
  const why = status === 403 ? "signIn.refused" : hasEnded(session) ? "signIn.ended" : "signIn.why";
  return (
    <section className="notice" aria-label={t("signIn")}>
      <p role="alert">{t(why)}</p>
      {session?.signIn && status === 401 && (
        <p>
          <a className="primary" href={wayIn(session)}>
            {t(why === "signIn.ended" ? "signIn.again" : "signIn")}
          </a>
        </p>
      )}
      {session?.signIn ? (
        <details>
          <summary>{t("signIn.byKey")}</summary>
          <Key />
        </details>
      ) : (
        <Key />
      )}
    </section>
  );
}

function Key() {
  const [key, setKey] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setCredential(key.trim());
        void client.invalidateQueries();
      }}
    >
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
