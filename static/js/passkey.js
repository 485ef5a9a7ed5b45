// Asks this device for a passkey when the form is sent. Without this script the page names the other ways.
const fromText = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const withBytes = (list) => (list || []).map((entry) => ({ ...entry, id: fromText(entry.id) }));

function readOptions({ publicKey }) {
  const options = { ...publicKey, challenge: fromText(publicKey.challenge) };
  if (options.user) options.user = { ...options.user, id: fromText(options.user.id) };
  if (options.excludeCredentials) options.excludeCredentials = withBytes(options.excludeCredentials);
  if (options.allowCredentials) options.allowCredentials = withBytes(options.allowCredentials);
  return { publicKey: options };
}

function describe(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const said = form.querySelector("[data-passkey-meldung]");
  const options = JSON.parse(document.getElementById(form.dataset.passkey).textContent);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.textContent = "Bitte bestätigen Sie auf Ihrem Gerät.";
    try {
      const asked = readOptions(options);
      const creating = Boolean(asked.publicKey.user);
      const credential = await (creating ? navigator.credentials.create(asked) : navigator.credentials.get(asked));
      form.elements.credential.value = JSON.stringify(describe(credential));
      form.submit();
    } catch {
      said.textContent = "Das hat nicht geklappt oder wurde abgebrochen. Versuchen Sie es noch einmal oder nehmen Sie die App mit Codes.";
    }
  });
}
