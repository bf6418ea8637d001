// The certified provider oidc-provider, at the paths at which our sites look for Central Sign-On.
//
// Its configuration is the first argument, as JSON. It lets one person in without questions, and writes a line when it
// is ready. The person's browser needs cookies and nothing else.
import { Provider } from "oidc-provider";

const { port, clientId, secret, redirectUri, afterLogout, logoutNotices, algorithm, jwks, claims } = JSON.parse(
  process.argv[2],
);

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: clientId,
      client_secret: secret,
      redirect_uris: [redirectUri],
      post_logout_redirect_uris: [afterLogout],
      backchannel_logout_uri: logoutNotices,
      backchannel_logout_session_required: true,
      id_token_signed_response_alg: algorithm,
    },
  ],
  jwks,
  scopes: ["openid", "profile", "email", "court"],
  claims: { openid: ["sub"], profile: ["name"], email: ["email"], court: ["account_class"] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  routes: {
    authorization: "/signon/authorize",
    token: "/signon/token",
    jwks: "/signon/jwks",
    end_session: "/signon/logout",
    introspection: "/signon/introspect",
  },
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (context, form) => {
        context.body = `${form}<button form="op.logoutForm" name="logout" value="yes">Log out</button>`;
      },
    },
  },
  cookies: { keys: ["only for tests"] },
  // Its own calls refuse this machine, where the site is that it tells of logouts.
  fetch: (url, { method, headers, body, redirect }) => fetch(url, { method, headers, body, redirect }),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...claims }) }),
});

// Whoever is asked anything has said yes.
provider.use(async (context, next) => {
  if (!context.path.startsWith("/interaction/")) return next();
  const { prompt, params, session, grantId } = await provider.interactionDetails(context.req, context.res);
  if (prompt.name === "login") {
    return provider.interactionFinished(context.req, context.res, { login: { accountId: "7000001", amr: ["pwd"] } });
  }
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const consent = { grantId: await grant.save() };
  return provider.interactionFinished(context.req, context.res, { consent }, { mergeWithLastSubmission: true });
});

provider.listen(port, "127.0.0.1", () => process.stdout.write("ready\n"));
