// Searches the entries that the scripts of the index have brought, with MiniSearch. Text is only ever shown as text.
(() => {
  "use strict";
  const AT_ONCE = 30;
  const { entries, language } = window.pctui;
  const stop = new Set(language.stop);
  const [STEM, KIND, TITLE, DATE, NAMES, TEXT] = [0, 1, 2, 3, 4, 5];
  const FIELDS = { title: TITLE, names: NAMES, text: TEXT };
  // Scripts without spaces between words are cut by the browser, which knows how.
  const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[\ud840-\ud87f]/;
  const segmenter = new Intl.Segmenter(document.documentElement.lang || undefined, { granularity: "word" });
  const split = (text) => text.split(/[^\p{L}\p{N}\p{M}]+/u).filter(Boolean);
  const tokenize = (text) => UNSPACED.test(text)
    ? Array.from(segmenter.segment(text)).filter((part) => part.isWordLike).map((part) => part.segment)
    : split(text);
  const fold = (term) => term.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const box = document.getElementById("q");
  const list = document.getElementById("results");
  const status = document.getElementById("status");
  const more = document.getElementById("more");
  const index = new MiniSearch({
    fields: Object.keys(FIELDS),
    extractField: (number, field) => (field === "id" ? number : entries[number][FIELDS[field]]),
    tokenize,
    processTerm: fold,
    searchOptions: {
      boost: { title: 4, names: 3 },
      prefix: (term) => term.length > 1,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
    },
  });
  let found = [];

  const search = (typed) => {
    const words = tokenize(typed).map(fold).filter(Boolean);
    const asked = words.filter((word) => !stop.has(word));
    const kinds = new Set(words.flatMap((word) => language.kinds[word] || []));
    const queries = (asked.length ? asked : words).map((word) => ({
      combineWith: "OR",
      queries: [word, ...language.same.filter((group) => group.includes(word)).flat().filter((other) => other !== word)],
    }));
    const boostDocument = (number) => (kinds.has(entries[number][KIND]) ? 4 : 1);
    const all = index.search({ combineWith: "AND", queries }, { boostDocument });
    return all.length ? all : index.search({ combineWith: "OR", queries }, { boostDocument });
  };

  const marked = (element, text, terms) => {
    for (const part of text.split(/([\p{L}\p{N}\p{M}]+)/u)) {
      if (terms.has(fold(part))) {
        const mark = document.createElement("mark");
        mark.textContent = part;
        element.append(mark);
      } else if (part) {
        element.append(part);
      }
    }
  };

  const show = (from) => {
    for (const result of found.slice(from, from + AT_ONCE)) {
      const entry = entries[result.id];
      const terms = new Set(result.terms);
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `entries/${encodeURIComponent(entry[STEM])}.html`;
      marked(link, entry[TITLE], terms);
      const kind = document.createElement("span");
      kind.className = "kind";
      kind.textContent = ` ${entry[KIND]}${entry[DATE] ? `, ${entry[DATE]}` : ""}`;
      const text = document.createElement("p");
      marked(text, entry[TEXT], terms);
      item.append(link, kind, text);
      list.append(item);
    }
    more.hidden = list.children.length >= found.length;
  };

  const run = () => {
    const typed = box.value.trim();
    list.replaceChildren();
    found = typed ? search(typed) : [];
    const none = `Nothing was found for “${typed}”.`;
    const some = `${found.length.toLocaleString("en")} ${found.length === 1 ? "entry" : "entries"} found.`;
    status.textContent = typed ? (found.length ? some : none) : "Type what you are looking for in the box above.";
    show(0);
    try {
      history.replaceState(null, "", typed ? `?q=${encodeURIComponent(typed)}` : "?");
    } catch { /* from a file, some browsers keep the address as it is */ }
  };

  more.addEventListener("click", () => {
    const from = list.children.length;
    show(from);
    list.children[from].querySelector("a").focus();
  });
  box.addEventListener("input", run);
  box.form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
    list.querySelector("a")?.focus();
  });

  status.textContent = "Reading the index …";
  index.addAllAsync(entries.map((_, number) => number), { chunkSize: 500 }).then(() => {
    box.value = new URLSearchParams(location.search).get("q") || box.value;
    run();
    box.focus();
  });
})();
