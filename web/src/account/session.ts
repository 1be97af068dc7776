import { useQuery } from "@tanstack/react-query";
import * as api from "../api";
import { client } from "../api/queries";
import type { Session } from "../api/schema";

const KNOWN = "geocrop.user";

/** Asked again when the window is looked at: another tab may have signed in or out. */
export const useSession = () =>
  useQuery({
    queryKey: ["session"],
    queryFn: async ({ signal }) => {
      const session = await api.get<Session>("session", signal);
      remember(session.user);
      return session;
    },
    refetchOnWindowFocus: "always",
    staleTime: 10_000,
  });

/** Whether someone had signed in here and neither signed out nor came back: their session has ended. */
export const hasEnded = (session: Session | undefined): boolean =>
  session !== undefined && !session.user && localStorage.getItem(KNOWN) !== null;

function remember(user: string | undefined) {
  const before = localStorage.getItem(KNOWN);
  if (user && user !== before) {
    localStorage.setItem(KNOWN, user);
    if (before) {
      forget();
    }
  }
}

/** What is kept for the time without a network is of who was here before. */
const forget = () => void window.caches?.delete("geocrop-seen").catch(() => undefined);

// Who signed in or out in another tab did so in this one, too.
window.addEventListener("storage", ({ key }) => {
  if (key === KNOWN) {
    void client.invalidateQueries();
  }
});

/** The address to sign in at, which leads back to where one is. */
export const wayIn = (session: Session): string =>
  `${session.signIn!}?to=${encodeURIComponent(`/${location.search}`)}`;

/** Signs out here, and where the provider has a place for it, there. */
export async function signOut(): Promise<void> {
  const { location: there } = await (await api.call("session", { method: "DELETE" })).json();
  localStorage.removeItem(KNOWN);
  api.setCredential("");
  forget();
  location.assign(there ?? document.baseURI);
}

/** A user's name without who vouches for it. */
export const shortName = (user: string): string => user.slice(user.lastIndexOf("|") + 1);
