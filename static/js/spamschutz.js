// Proves that no script sends this form: works for a second while people type. Without it they copy four digits.
const toBytes = (hex) => Uint8Array.from(hex.match(/../g), (byte) => parseInt(byte, 16));
const toHex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
const MOST = 100_000; // tries; a genuine task needs a few hundred

async function derive({ salt, cost, keyLength }, password) {
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const way = { name: "PBKDF2", hash: "SHA-256", salt: toBytes(salt), iterations: cost };
  return toHex(await crypto.subtle.deriveBits(way, key, keyLength * 8));
}

async function solve({ parameters, signature }) {
  const nonce = toBytes(parameters.nonce);
  for (let counter = 0; counter < MOST; counter += 1) {
    const password = new Uint8Array(nonce.length + 4);
    password.set(nonce);
    new DataView(password.buffer).setUint32(nonce.length, counter);
    const derivedKey = await derive(parameters, password);
    if (derivedKey.startsWith(parameters.keyPrefix)) {
      return btoa(JSON.stringify({ challenge: { parameters, signature }, solution: { counter, derivedKey } }));
    }
  }
  throw new Error("no solution");
}

function prove(field) {
  const form = field.form;
  const question = document.getElementById(`div_${form.elements.antwort.id}`);
  const said = document.createElement("p");
  said.className = "sg-muted";
  said.setAttribute("role", "status");
  question.before(said);
  question.hidden = true;
  said.textContent = "Ihr Browser prüft im Hintergrund, dass hier kein Programm schreibt. Sie müssen nichts tun.";
  const askInstead = () => {
    question.hidden = false;
    said.textContent = "Ihr Browser kann das nicht selbst prüfen. Bitte beantworten Sie die Frage.";
  };
  const solving = solve(JSON.parse(field.dataset.aufgabe)).then((solution) => {
    field.value = solution;
    said.textContent = "Geprüft: Sie können das Formular absenden.";
  }, askInstead);
  form.addEventListener("submit", async (event) => {
    if (field.value || !question.hidden) return;
    event.preventDefault();
    said.textContent = "Einen Augenblick noch: Ihr Formular geht gleich ab.";
    await solving;
    if (field.value) form.requestSubmit(event.submitter);
    else form.elements.antwort.focus();
  });
}

for (const field of document.querySelectorAll("input[name=loesung][data-aufgabe]")) {
  if (field.value) document.getElementById(`div_${field.form.elements.antwort.id}`).hidden = true; // proven already
  else if (window.crypto?.subtle) prove(field);
}
