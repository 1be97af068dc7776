import { useState } from "react";
import * as api from "../api";
import { client, useSharing } from "../api/queries";
import { t } from "../text";

const WAYS: api.Sharing[] = ["private", "shared", "public"];

/** A link to what is seen, who may open it, and, for its owner, who may from now on. */
export function Share({ job }: { job: api.Job }) {
  const { data: shared, error } = useSharing(job.jobID);
  const [said, setSaid] = useState<string>();
  const sharing = shared ? who(shared) : job.sharing;

  async function copy() {
    const whose = job.owner === "local" ? t("share.local") : t(`share.who.${sharing}`);
    try {
      await navigator.clipboard.writeText(window.location.href);
      setSaid(`${t("share.copied")} ${whose}`);
    } catch {
      // Without leave to write there, the link is shown to be copied by hand.
      setSaid(`${window.location.href} ${whose}`);
    }
  }

  return (
    <section aria-label={t("share")} className="share">
      <button type="button" onClick={() => void copy()}>
        {t("share.copy")}
      </button>
      {said && (
        <p role="status" className="notice">
          {said}
        </p>
      )}
      {shared && !error && <Choice key={JSON.stringify(shared)} job={job.jobID} shared={shared} />}
    </section>
  );
}

/** What is private may be shown to some by their names; "shared" is with all who sign in. */
const who = ({ sharing, users = [], groups = [] }: api.Shared) =>
  sharing === "private" && users.length + groups.length > 0 ? "named" : sharing;

function Choice({ job, shared }: { job: string; shared: api.Shared }) {
  const [sharing, setSharing] = useState(shared.sharing);
  const [users, setUsers] = useState((shared.users ?? []).join(", "));
  const [groups, setGroups] = useState((shared.groups ?? []).join(", "));
  const [error, setError] = useState<string>();
  const names = shared.users !== undefined;

  async function save() {
    setError(undefined);
    try {
      await api.share(job, {
        sharing,
        ...(names && { users: list(users), groups: list(groups) }),
      });
      await Promise.all(
        ["sharing", "job", "maps"].map((key) => client.invalidateQueries({ queryKey: [key] })),
      );
    } catch (e) {
      const refused = e instanceof api.Problem && e.refused;
      setError(refused ? t("share.refused") : (e as Error).message);
    }
  }

  return (
    <details>
      <summary>
        {t("share.now")} {t(`share.${who(shared)}`)}
      </summary>
      <fieldset>
        <legend>{t("share.legend")}</legend>
        {WAYS.map((way) => (
          <label key={way} className="check">
            <input
              type="radio"
              name="sharing"
              checked={sharing === way}
              onChange={() => setSharing(way)}
            />
            {t(`share.${way}`)}
          </label>
        ))}
        {names && sharing === "private" && (
          <>
            <label>
              {t("share.users")}
              <input value={users} onChange={(e) => setUsers(e.target.value)} />
            </label>
            <label>
              {t("share.groups")}
              <input value={groups} onChange={(e) => setGroups(e.target.value)} />
            </label>
          </>
        )}
        <button type="button" onClick={() => void save()}>
          {t("share.save")}
        </button>
        {error && (
          <p role="alert" className="error">
            {error}
          </p>
        )}
      </fieldset>
    </details>
  );
}

const list = (text: string): string[] =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
