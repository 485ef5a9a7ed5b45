// Watches running jobs: looks at their page every two seconds and copies state, share and step; reloads once when a job ended.
const PAUSE = 2000;
// A refusal is shown at the address of the form, which answers no GET: then the page says where it lives.
const page = document.querySelector("[data-seite]")?.dataset.seite ?? location.href;
const watched = [...document.querySelectorAll("[data-fortschritt]")];

function copy(box, fresh) {
  const [bar, newBar] = [box, fresh].map((element) => element.querySelector("progress"));
  const [step, newStep] = [box, fresh].map((element) => element.querySelector("[data-schritt]"));
  bar.value = newBar.value;
  if (step.textContent !== newStep.textContent) step.textContent = newStep.textContent;
  const [state, newState] = [box, fresh].map((element) => element.querySelector("[data-stand]"));
  if (state.textContent !== newState.textContent) state.replaceWith(newState);
}

async function look() {
  if (document.hidden) return true;
  const answer = await fetch(page, { headers: { Accept: "text/html" }, cache: "no-store" });
  if (!answer.ok || answer.redirected) return false;
  const seen = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const box of watched) {
    const fresh = seen.getElementById(box.id);
    if (!fresh || !fresh.hasAttribute("data-fortschritt")) {
      location.href = page;
      return false;
    }
    copy(box, fresh);
  }
  return true;
}

async function keepLooking() {
  try {
    if (!(await look())) return;
  } catch {
    // The network is away for a moment: the next look tells.
  }
  setTimeout(keepLooking, PAUSE);
}

for (const box of watched) {
  box.querySelector("[data-ohne-js]")?.setAttribute("hidden", "");
  box.querySelector("[data-schritt]")?.setAttribute("role", "status");
}
if (watched.length) setTimeout(keepLooking, PAUSE);
