// Turns a long select into a field to type in (ARIA 1.2: combobox with list). Without this script the select stays.
const UMLAUTS = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };
const plain = (text) => text.toLowerCase().replace(/ß/g, "ss").normalize("NFD").replace(/\p{M}/gu, "");
const spelled = (text) => plain(text.toLowerCase().replace(/[äöüß]/g, (sign) => UMLAUTS[sign]));
const words = (text) => plain(text.normalize("NFC")).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

function element(name, attributes, text = "") {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

class Typing {
  constructor(select) {
    this.select = select;
    this.options = [...select.options].filter((option) => option.value);
    this.keys = new Map(this.options.map((option) => [option, `${plain(option.text)} ${spelled(option.text)}`]));
    this.build();
    this.listen();
  }

  build() {
    const { id } = this.select;
    const described = this.select.getAttribute("aria-describedby") || "";
    this.select.id = `${id}_wert`;
    this.select.required = false;
    this.list = element("ul", { id: `${id}_liste`, role: "listbox", class: "sg-combo__list", "aria-label": this.label(id) });
    this.said = element("p", { class: "sg-combo__said", role: "status", id: `${id}_gefunden` });
    this.input = element("input", {
      id, type: "text", role: "combobox", class: this.select.className.replaceAll("__select", "__input"),
      autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": this.list.id, "aria-required": "true", "aria-describedby": described, placeholder: "Namen eintippen",
    });
    if (this.select.getAttribute("aria-invalid")) this.input.setAttribute("aria-invalid", "true");
    if (!described) this.input.removeAttribute("aria-describedby");
    this.box = element("div", { class: "sg-combo" });
    this.box.append(this.input, this.list);
    this.list.hidden = true;
    const shown = this.select.parentElement;
    shown.before(this.box, this.said);
    shown.hidden = true;
    this.write();
  }

  label(id) {
    return document.querySelector(`label[for="${id}"]`)?.firstChild?.textContent.trim() || "Auswahl";
  }

  listen() {
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("click", () => this.list.hidden && this.open(this.options));
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.leave());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.choose(this.found[[...this.list.children].indexOf(row)]);
    });
    this.select.form?.addEventListener("reset", () => setTimeout(() => this.write()));
  }

  write() {
    this.input.value = this.select.value ? this.select.selectedOptions[0].text : "";
  }

  matching() {
    const wanted = words(this.input.value);
    const first = (option) => (this.keys.get(option).startsWith(wanted[0] || "") ? 0 : 1);
    return this.options
      .filter((option) => wanted.every((word) => this.keys.get(option).includes(word)))
      .sort((one, other) => first(one) - first(other));
  }

  search() {
    this.select.value = "";
    this.open(this.matching());
  }

  open(found) {
    this.found = found;
    this.list.replaceChildren(
      ...found.map((option, place) =>
        element("li", { role: "option", id: `${this.list.id}_${place}`, "aria-selected": String(option.selected) }, option.text),
      ),
    );
    this.list.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.mark(found.findIndex((option) => option.selected));
    this.said.textContent = found.length === 1 ? "1 Jugendamt gefunden." : `${found.length || "Kein"} ${found.length ? "Jugendämter" : "Jugendamt"} gefunden.`;
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.said.textContent = "";
  }

  mark(place) {
    this.place = place;
    [...this.list.children].forEach((row, number) => row.classList.toggle("is-active", number === place));
    const row = this.list.children[place];
    if (row) this.input.setAttribute("aria-activedescendant", row.id);
    else this.input.removeAttribute("aria-activedescendant");
    row?.scrollIntoView({ block: "nearest" });
  }

  choose(option) {
    this.select.value = option.value;
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.write();
    this.close();
  }

  press(event) {
    const isOpen = !this.list.hidden;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      if (!isOpen) {
        this.open(this.input.value && !this.select.value ? this.matching() : this.options);
        if (this.place >= 0) return; // first show what is chosen
      }
      const { length } = this.found;
      const from = this.place < 0 && steps[event.key] < 0 ? 0 : this.place;
      if (length) this.mark((from + steps[event.key] + length) % length);
    } else if (event.key === "Enter" && isOpen) {
      event.preventDefault(); // chooses and does not send the form
      const option = this.found[this.place] || (this.found.length === 1 && this.found[0]);
      if (option) this.choose(option);
    } else if (event.key === "Escape") {
      if (isOpen) this.close();
      else if (this.input.value) {
        this.input.value = "";
        this.select.value = "";
      }
    }
  }

  leave() {
    if (!this.select.value && this.input.value.trim()) {
      const found = this.matching();
      const same = found.find((option) => plain(option.text) === plain(this.input.value.trim()));
      if (same || found.length === 1) this.choose(same || found[0]);
    }
    this.close();
    if (!this.select.value && this.input.value.trim()) this.said.textContent = "Bitte wählen Sie ein Jugendamt aus der Liste.";
  }
}

for (const select of document.querySelectorAll("select[data-tippen]")) {
  if (select.options.length > 10) new Typing(select);
}
