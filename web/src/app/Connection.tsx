import { useState } from "react";
import { Problem, setCredential } from "../api";
import { client } from "../api/queries";

/** One bar for all that keeps the page from the server; it goes away by itself. */
export function Connection({ error }: { error: Error | null }) {
  const [key, setKey] = useState("");
  if (!error) {
    return null;
  }
  if (error instanceof Problem && error.refused) {
    return (
      <form
        className="notice"
        aria-label="Sign in"
        onSubmit={(event) => {
          event.preventDefault();
          setCredential(key.trim());
          void client.invalidateQueries();
        }}
      >
        <p role="alert">
          {error.status === 401
            ? "Sign in to see your maps and to make new ones."
            : "Your role does not allow this."}
        </p>
        <label>
          API key or token, kept until this tab is closed
          <input
            type="password"
            autoComplete="off"
            value={key}
            onChange={(e) => setKey(e.target.value)}
          />
        </label>
        <button type="submit">Sign in</button>
      </form>
    );
  }
  const down = !(error instanceof Problem) || error.unreachable;
  return (
    <p role="alert" className="error">
      {down ? "The server can’t be reached; trying again." : error.message}
    </p>
  );
}
