// Reads a page aloud with the browser's own speech, sentence by sentence, and marks the sentence it is at.
// Shown only where a German voice lives on this machine: other voices would send the text to a foreign host.
const SILENT = "nav, form, button, svg, script, table caption, details:not([open]), [hidden], [aria-hidden=true], [data-stumm], .sg-vh, .sg-vorlesen, .sg-alert, .sg-actions, .sg-download, .sg-cards, .sg-grid";
const ABBREVIATION = /(?:^|[\s(„])(?:\p{L}|\d{1,2}|bzw|ca|Dr|etc|evtl|ggf|inkl|Nr|Prof|St|Str|usw|vgl|Abs|Art)\.\s*$/u;
const LONGEST = 200; // characters; Chrome falls silent in longer pieces
const speech = window.speechSynthesis;
const highlight = window.Highlight && CSS.highlights ? new Highlight() : null;
let running = null;

function findVoice() {
  const voices = speech.getVoices().filter((voice) => voice.localService && /^de\b/i.test(voice.lang.replace("_", "-")));
  return voices.find((voice) => voice.default) ?? voices.find((voice) => /^de.DE$/i.test(voice.lang)) ?? voices[0];
}

function blockOf(node, region) {
  let element = node.parentElement;
  while (element !== region && getComputedStyle(element).display === "inline") element = element.parentElement;
  return element;
}

/** The text of a region in pieces of one block each: [{raw, nodes: [[text node, start in raw]]}]. */
function collectBlocks(region) {
  const walker = document.createTreeWalker(region, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node.nodeType === Node.ELEMENT_NODE && node.matches(SILENT)) return NodeFilter.FILTER_REJECT;
    return node.nodeType === Node.TEXT_NODE || node.matches("br") ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
  });
  const blocks = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = blockOf(node, region);
    if (blocks.at(-1)?.element !== element) blocks.push({ element, raw: "", nodes: [] });
    const block = blocks.at(-1);
    if (node.nodeType === Node.TEXT_NODE) block.nodes.push([node, block.raw.length]);
    block.raw += node.nodeType === Node.TEXT_NODE ? node.data.replace(/\s/g, " ") : "\n";
  }
  return blocks.filter((block) => /[\p{L}\p{N}]/u.test(block.raw));
}

function splitSentences(raw) {
  const parts = window.Intl?.Segmenter
    ? [...new Intl.Segmenter("de", { granularity: "sentence" }).segment(raw)].map((part) => part.segment)
    : raw.match(/[^.!?\n]+[.!?\n]*\s*/g) ?? [raw];
  const sentences = [];
  for (const part of parts) {
    if (sentences.length && ABBREVIATION.test(sentences.at(-1))) sentences.push(sentences.pop() + part);
    else sentences.push(part);
  }
  return sentences.flatMap(splitLong);
}

function splitLong(sentence) {
  if (sentence.length <= LONGEST) return [sentence];
  const head = sentence.slice(0, LONGEST);
  const cut = Math.max(head.lastIndexOf(", "), head.lastIndexOf("; "), head.lastIndexOf(": "), head.lastIndexOf(" – ")) + 1;
  const end = cut > 40 ? cut : head.lastIndexOf(" ") + 1 || LONGEST;
  return [sentence.slice(0, end), ...splitLong(sentence.slice(end))];
}

function pointAt(nodes, offset) {
  const [node, start] = nodes.findLast(([, begin]) => begin <= offset) ?? nodes[0];
  return [node, Math.min(offset - start, node.length)];
}

/** Sentences in reading order: [{text, range}]. */
function collectSentences(region) {
  return collectBlocks(region).flatMap(({ raw, nodes }) => {
    let at = 0;
    return splitSentences(raw).flatMap((sentence) => {
      const start = at + sentence.length - sentence.trimStart().length;
      const end = at + sentence.trimEnd().length;
      at += sentence.length;
      const text = sentence.replaceAll("\u00ad", "").replace(/\s+/g, " ").trim();
      if (!/[\p{L}\p{N}]/u.test(text)) return [];
      const range = document.createRange();
      range.setStart(...pointAt(nodes, start));
      range.setEnd(...pointAt(nodes, Math.max(start, end - 1)));
      range.setEnd(range.endContainer, Math.min(range.endOffset + 1, range.endContainer.length));
      return [{ text, range }];
    });
  });
}

function isVisible(range) {
  const box = range.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight;
}

class Reader {
  constructor(box, voice) {
    this.box = box;
    this.voice = voice;
    this.toggle = box.querySelector("[data-vorlesen-start]");
    this.stopper = box.querySelector("[data-vorlesen-stopp]");
    this.status = box.querySelector("[role=status]");
    this.toggle.addEventListener("click", () => (this.state === "liest" ? this.pause() : this.read()));
    this.stopper.addEventListener("click", () => this.stop("Vorlesen beendet."));
    this.show("bereit");
    box.hidden = false;
  }

  show(state, message = "") {
    this.state = state;
    this.box.dataset.stand = state;
    const labels = { bereit: this.box.dataset.label, liest: "Pause", pause: "Weiter" };
    this.toggle.querySelector("[data-wort]").textContent = labels[state];
    if (state === "bereit" && document.activeElement === this.stopper) this.toggle.focus();
    this.stopper.hidden = state === "bereit";
    this.status.textContent = message;
  }

  read() {
    if (running && running !== this) running.stop();
    running = this;
    if (this.state === "bereit") {
      this.sentences = collectSentences(document.getElementById(this.box.dataset.vorlesen));
      this.at = 0;
    }
    this.show("liest");
    this.speak();
  }

  speak() {
    speech.cancel();
    const sentence = this.sentences[this.at];
    if (!sentence) return this.stop("Ende des Textes.");
    const follow = !this.at || isVisible(this.sentences[this.at - 1].range);
    this.mark(sentence.range, follow);
    const utterance = Object.assign(new SpeechSynthesisUtterance(sentence.text), { voice: this.voice, lang: this.voice.lang, rate: Number(this.box.dataset.tempo) });
    // A cancelled utterance ends too: only the one being spoken may go on.
    utterance.onend = () => {
      if (this.utterance !== utterance || this.state !== "liest") return;
      this.at += 1;
      this.speak();
    };
    utterance.onerror = () => {
      if (this.utterance === utterance && this.state === "liest") this.stop("Das Vorlesen wurde unterbrochen.");
    };
    this.utterance = utterance;
    speech.speak(utterance);
  }

  mark(range, follow) {
    highlight?.clear();
    highlight?.add(range);
    if (follow && !isVisible(range)) range.startContainer.parentElement.scrollIntoView({ block: "center" });
  }

  pause() {
    this.utterance = null; // "Weiter" begins the sentence anew: a paused voice does not come back everywhere
    speech.cancel();
    this.show("pause", "Vorlesen angehalten.");
  }

  stop(message) {
    this.utterance = null;
    speech.cancel();
    highlight?.clear();
    if (running === this) running = null;
    this.show("bereit", message);
  }
}

const boxes = [...document.querySelectorAll("[data-vorlesen]")];

function offer() {
  const voice = findVoice();
  if (voice) for (const box of boxes.splice(0)) new Reader(box, voice);
}

if (speech && window.SpeechSynthesisUtterance && boxes.length) {
  if (highlight) CSS.highlights.set("vorlesen", highlight);
  offer();
  speech.addEventListener?.("voiceschanged", offer); // most browsers load their voices late
  addEventListener("pagehide", () => running?.stop()); // or the voice goes on over the next page
}
