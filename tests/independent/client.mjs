// An unmodified openid-client signs somebody in, looks, renews, revokes and logs out.
//
// Its configuration is the first argument, as JSON. It writes one JSON object in a line for each step; where a browser
// is needed, it writes the address and reads the one at which the browser arrived.
import { createInterface } from "node:readline";

import "./local_names.mjs";
import * as oidc from "openid-client";

const { issuer, clientId, secret, redirectUri, afterLogout, scope, proof } = JSON.parse(process.argv[2]);
const PROOFS = { basic: oidc.ClientSecretBasic, post: oidc.ClientSecretPost, none: oidc.None };
const arrivals = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

const tell = (facts) => process.stdout.write(`${JSON.stringify(facts)}\n`);
const browse = async (url) => {
  tell({ browse: url.href });
  return new URL((await arrivals.next()).value);
};
const errorOf = async (attempt) => {
  try {
    await attempt;
    return "";
  } catch (error) {
    return error.error ?? error.code ?? String(error);
  }
};

const found = await oidc.discovery(new URL(issuer), clientId, undefined, PROOFS[proof](secret), {
  execute: [oidc.allowInsecureRequests],
});
tell({ discovered: found.serverMetadata().issuer });

const verifier = oidc.randomPKCECodeVerifier();
const state = oidc.randomState();
const nonce = oidc.randomNonce();
const callback = await browse(
  oidc.buildAuthorizationUrl(found, {
    redirect_uri: redirectUri,
    scope,
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    max_age: "3600",
  }),
);
const got = await oidc.authorizationCodeGrant(found, callback, {
  pkceCodeVerifier: verifier,
  expectedState: state,
  expectedNonce: nonce,
  maxAge: 3600,
  idTokenExpected: true,
});
const { sub } = got.claims();
tell({ claims: got.claims(), scope: got.scope });
tell({ userinfo: await oidc.fetchUserInfo(found, got.access_token, sub) });

const renewed = await oidc.refreshTokenGrant(found, got.refresh_token);
tell({ renewed: renewed.claims(), rotated: renewed.refresh_token !== got.refresh_token });
if (proof !== "none") {
  tell({ introspected: await oidc.tokenIntrospection(found, renewed.refresh_token) });
}

await oidc.tokenRevocation(found, renewed.refresh_token);
tell({
  afterRevocation: [
    await errorOf(oidc.refreshTokenGrant(found, renewed.refresh_token)),
    await errorOf(oidc.fetchUserInfo(found, renewed.access_token, sub)),
  ],
});

const leaving = { post_logout_redirect_uri: afterLogout, id_token_hint: got.id_token, state: "bye" };
tell({ arrived: (await browse(oidc.buildEndSessionUrl(found, leaving))).href });
process.exit(0);
