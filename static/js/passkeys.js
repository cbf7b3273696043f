// Passkeys: a form with `data-passkey` asks the browser for a credential and posts it.
// Such forms are hidden where there is no JavaScript or no passkey support.

const fromBase64url = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));

const toBase64url = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const withBinaryId = (credential) => ({ ...credential, id: fromBase64url(credential.id) });

function decode(publicKey) {
  const options = { ...publicKey, challenge: fromBase64url(publicKey.challenge) };
  if (publicKey.user) options.user = withBinaryId(publicKey.user);
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (publicKey[list]) options[list] = publicKey[list].map(withBinaryId);
  }
  return options;
}

function encode(credential) {
  const { id, rawId, type, authenticatorAttachment, response } = credential;
  const encoded = {};
  for (const part of [
    "clientDataJSON",
    "attestationObject",
    "authenticatorData",
    "signature",
    "userHandle",
  ]) {
    if (response[part]) encoded[part] = toBase64url(response[part]);
  }
  if (response.getTransports) encoded.transports = response.getTransports();
  return {
    id,
    rawId: toBase64url(rawId),
    type,
    authenticatorAttachment,
    response: encoded,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function fetchOptions({ passkeyOptions, passkeyOptionsUrl }) {
  if (passkeyOptions) return JSON.parse(document.getElementById(passkeyOptions).textContent);
  const response = await fetch(passkeyOptionsUrl, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`No passkey options: ${response.status}`);
  return response.json();
}

// A key that signs in alone has to be kept on the device and to check who holds it.
function applyChoice(form, publicKey) {
  const passwordless = form.elements.passwordless?.checked;
  Object.assign(publicKey.authenticatorSelection, {
    residentKey: passwordless ? "required" : "discouraged",
    requireResidentKey: passwordless,
    ...(passwordless && { userVerification: "required" }),
  });
}

async function ask(form) {
  const options = await fetchOptions(form.dataset);
  if (form.dataset.passkey === "get") {
    return navigator.credentials.get({ publicKey: decode(options.request_options.publicKey) });
  }
  const { publicKey } = options.creation_options;
  applyChoice(form, publicKey);
  return navigator.credentials.create({ publicKey: decode(publicKey) });
}

async function submit(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const error = form.querySelector("[data-passkey-error]");
  error.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(encode(await ask(form)));
    form.submit();
  } catch {
    // Cancelled, timed out or refused: the browser does not tell which, on purpose.
    error.hidden = false;
  }
}

if (window.PublicKeyCredential) {
  for (const note of document.querySelectorAll("[data-passkey-missing]")) note.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", submit);
  }
}
