// Watches running jobs: looks at this page every two seconds and copies share and step; reloads once when a job ended.
const PAUSE = 2000;
const watched = [...document.querySelectorAll("[data-fortschritt]")];

function copy(box, fresh) {
  const [bar, newBar] = [box, fresh].map((element) => element.querySelector("progress"));
  const [step, newStep] = [box, fresh].map((element) => element.querySelector("[data-schritt]"));
  bar.value = newBar.value;
  if (step.textContent !== newStep.textContent) step.textContent = newStep.textContent;
}

async function look() {
  if (document.hidden) return true;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
  if (!answer.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const box of watched) {
    const fresh = page.getElementById(box.id);
    if (!fresh || !fresh.hasAttribute("data-fortschritt")) {
      location.reload();
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
