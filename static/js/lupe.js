// Opens a picture large in a dialog. Without this script the link enlarges the picture on its page (:target).
function enlarge(figure, link) {
  const dialog = document.createElement("dialog");
  dialog.className = "sg-lupe__dialog";
  dialog.setAttribute("aria-label", link.dataset.lupe);
  dialog.innerHTML = '<form method="dialog"><button class="sg-button sg-button--small">Schließen</button></form>';
  dialog.append(copyOf(figure));
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
}

function copyOf(figure) {
  const copy = figure.cloneNode(true);
  for (const extra of copy.querySelectorAll("[data-lupe-weg], details")) extra.remove();
  for (const element of [copy, ...copy.querySelectorAll("[id]")]) element.removeAttribute("id");
  copy.classList.add("sg-lupe__gross");
  return copy;
}

for (const link of document.querySelectorAll("[data-lupe]")) {
  const figure = document.querySelector(link.hash);
  if (!figure || !window.HTMLDialogElement) continue;
  link.setAttribute("role", "button");
  link.setAttribute("aria-haspopup", "dialog");
  link.addEventListener("keydown", (event) => event.key === " " && (event.preventDefault(), link.click()));
  link.addEventListener("click", (event) => {
    event.preventDefault();
    enlarge(figure, link);
  });
}
