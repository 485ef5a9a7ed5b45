// Lets people see the password they type. Without this script the field works as ever.
for (const field of document.querySelectorAll('input[type="password"]')) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sg-button sg-button--quiet sg-button--small sg-passwort";
  button.setAttribute("aria-controls", field.id);
  const label = document.querySelector(`label[for="${field.id}"]`)?.firstChild?.textContent.trim() || "Passwort";
  const show = (visible) => {
    field.type = visible ? "text" : "password";
    button.textContent = visible ? "Verbergen" : "Anzeigen";
    button.setAttribute("aria-label", `${label} ${visible ? "verbergen" : "anzeigen"}`);
  };
  button.addEventListener("click", () => show(field.type === "password"));
  field.form?.addEventListener("submit", () => show(false)); // so that the browser offers to keep it
  field.after(button);
  show(false);
}
