// A provider of identities on loopback: oidc-provider with a login page of a few lines. Passwords are not asked for.
import { createServer } from "node:http";
import Provider from "oidc-provider";

export const CLIENT = "geocrop-page";

/** Who can log in, with the claims of their ID tokens; tests change them. */
export const PEOPLE = {
  tariro: { name: "Tariro Moyo", roles: ["analyst"] },
  rudo: { name: "Rudo Banda", roles: ["analyst"] },
  farai: { name: "Farai Dube", roles: ["viewer"] },
};

/** Starts it for a page at an address. */
export async function startProvider(page) {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  const people = structuredClone(PEOPLE);
  const provider = new Provider(url, {
    clients: [
      {
        client_id: CLIENT,
        redirect_uris: [`${page}/sign-in/done`],
        post_logout_redirect_uris: [`${page}/`],
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
        token_endpoint_auth_method: "none",
      },
    ],
    pkce: { required: () => true },
    scopes: ["openid", "profile"],
    claims: { openid: ["sub"], profile: ["name", "roles"] },
    conformIdTokenClaims: false,
    cookies: { keys: ["of a test"] },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        logoutSource: (ctx, form) => (ctx.body = logoutPage(form)),
      },
    },
    findAccount: (ctx, id) =>
      people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
    interactions: { url: (ctx, { uid }) => `/login/${uid}` },
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    ttl: {
      AccessToken: 60,
      IdToken: 60,
      RefreshToken: 600,
      Session: 600,
      Interaction: 600,
      Grant: 600,
    },
    // Who has logged in has agreed.
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope("openid profile");
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on("request", (request, response) => {
    if (request.url.startsWith("/login/")) {
      void login(provider, people, request, response);
    } else {
      answer(request, response);
    }
  });
  return {
    url,
    people,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

async function login(provider, people, request, response) {
  if (request.method === "GET") {
    response.setHeader("Content-Type", "text/html");
    response.end(
      `<!doctype html><title>Log in</title><form method="post"><label>Name <input name="name"></label><button>Log in</button></form>`,
    );
    return;
  }
  let body = "";
  for await (const part of request) {
    body += part;
  }
  const accountId = new URLSearchParams(body).get("name");
  const result = people[accountId]
    ? { login: { accountId } }
    : { error: "access_denied", error_description: "Nobody of that name" };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const logoutPage = (form) =>
  `<!doctype html><title>Log out</title>${form}<script>document.forms[0].insertAdjacentHTML("beforeend", '<input type="hidden" name="logout" value="yes">'); document.forms[0].submit();</script>`;
