// Passkeys: the one thing at the login site that a browser can only do with a script. Every form that carries
// data-passkey asks its options address what is to be signed or made, and is sent with the browser's answer.
"use strict";

(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  async function make(options) {
    const made = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: known(options.excludeCredentials),
      },
    });
    return answer(made, {
      attestationObject: text(made.response.attestationObject),
      transports: made.response.getTransports ? made.response.getTransports() : [],
    });
  }

  async function use(options) {
    const used = await navigator.credentials.get({
      publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) },
    });
    const handle = used.response.userHandle;
    return answer(used, {
      authenticatorData: text(used.response.authenticatorData),
      signature: text(used.response.signature),
      userHandle: handle ? text(handle) : null,
    });
  }

  function answer(credential, response) {
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      clientExtensionResults: {},
      response: { ...response, clientDataJSON: text(credential.response.clientDataJSON) },
    };
  }

  async function ask(form) {
    const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    if (form.dataset.anybody) body.set("anybody", "1");
    const told = await fetch(form.dataset.options, { method: "POST", body, redirect: "error" });
    if (!told.ok) throw new Error(told.statusText);
    return (await told.json()).publicKey;
  }

  function copyClientCode(form) {
    const typed = document.getElementById("id_loginForm:clientCode");
    if (typed && form.elements.clientCode) form.elements.clientCode.value = typed.value;
  }

  async function run(form) {
    const problem = form.querySelector("[data-problem]");
    problem.hidden = true;
    try {
      const options = await ask(form);
      const credential = await (form.dataset.passkey === "make" ? make(options) : use(options));
      form.elements.credential.value = JSON.stringify(credential);
      copyClientCode(form);
      form.submit();
    } catch (error) {
      problem.hidden = false;
    }
  }

  if (!window.PublicKeyCredential) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      run(form);
    });
  }
  for (const note of document.querySelectorAll("[data-without-passkeys]")) note.hidden = true;
})();
