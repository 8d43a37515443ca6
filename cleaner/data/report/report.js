
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const form = document.getElementById("filters");
  const panel = document.getElementById("panel");
  const documents = [...document.querySelectorAll("details.doc")];
  const rows = [...document.querySelectorAll(".list tbody tr")];
  const rulePages = [...document.querySelectorAll("details.rulepage")];
  let current = null; // the document that the keys work in
  let chosen = null; // the cut whose account stands in the panel
  let pinned = false;
  const reasons = new WeakMap();

  // What the filters ask for, and whether a rule, label and confidence answer it.
  const wanted = () => {
    const value = (name) => (form.elements[name] ? form.elements[name].value : "");
    const number = (name) => (value(name) === "" ? null : Number(value(name)));
    return { label: number("label"), rule: number("rule"), outlet: number("outlet"), most: number("most") ?? 1, name: value("name").toLowerCase() };
  };
  const any = (want) => want.label !== null || want.rule !== null || want.most < 1;
  const fits = (want, rule, label, confidence) =>
    (want.rule === null || want.rule === rule) && (want.label === null || want.label === label) && confidence <= want.most;

  const passes = (want, number, name) => {
    const [outlet, facets] = data.documents[number];
    if (want.outlet !== null && want.outlet !== outlet) return false;
    if (want.name && !name.toLowerCase().includes(want.name)) return false;
    return !any(want) || facets.some(([rule, label, least]) => fits(want, rule, label, least));
  };

  const filter = () => {
    const want = wanted();
    for (const row of rows) {
      const shown = passes(want, row.querySelector("[data-d]").dataset.d, row.querySelector("bdi").textContent);
      row.classList.toggle("off", !shown);
    }
    for (const section of documents) {
      section.classList.toggle("off", !passes(want, section.dataset.d, section.querySelector("bdi").textContent));
      const cuts = data.cuts[section.dataset.d];
      for (const stretch of section.querySelectorAll("[data-c]")) {
        const [rule, label, confidence] = cuts[stretch.dataset.c];
        stretch.classList.toggle("faded", any(want) && !fits(want, rule, label, confidence));
      }
    }
    for (const section of rulePages) section.classList.toggle("off", want.rule !== null && want.rule !== Number(section.dataset.r));
    const all = rows.length ? rows : documents;
    const count = all.filter((one) => !one.classList.contains("off")).length;
    form.elements.count.value = all.length > 1 ? `${count} of ${all.length} documents` : "";
  };

  const add = (parent, tag, text, name) => {
    const element = parent.appendChild(document.createElement(tag));
    element.textContent = text;
    if (name) element.className = name;
    return element;
  };

  const tell = (stretch) => {
    const cut = data.cuts[stretch.closest("details.doc").dataset.d][stretch.dataset.c];
    const [rule, label, , also, first, last] = cut;
    if (chosen) chosen.classList.remove("chosen");
    chosen = stretch;
    chosen.classList.add("chosen");
    if (stretch.title) reasons.set(stretch, stretch.title);
    stretch.removeAttribute("title"); // the panel says it
    panel.replaceChildren();
    const head = add(panel, "p", "");
    add(head, "span", data.labels[label], `swatch l-${data.labels[label]}`);
    head.append(" ");
    add(head, "a", data.rules[rule]).href = `#r${rule}`;
    head.append(` · ${first === last ? `line ${first}` : `lines ${first}–${last}`}`);
    head.append(stretch.localName === "mark" ? " · only noticed, it stays" : "");
    add(panel, "p", reasons.get(stretch));
    if (also.length) add(panel, "p", `claimed also by ${also.join(", ")}`, "facts");
    panel.hidden = false;
  };
  const close = () => {
    pinned = false;
    panel.hidden = true;
    if (chosen) chosen.classList.remove("chosen");
    chosen = null;
  };

  const show = (section) => {
    if (current) current.classList.remove("current");
    if (current && current !== section) current.open = false;
    current = section;
    section.open = true;
    section.classList.add("current");
    section.scrollIntoView({ block: "start" });
  };
  const stepDocument = (by) => {
    const shown = documents.filter((section) => !section.classList.contains("off"));
    if (!shown.length) return;
    const at = shown.indexOf(current);
    const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.min(Math.max(at + by, 0), shown.length - 1);
    close();
    show(shown[next]);
  };
  const stepCut = (by) => {
    const section = current || documents.find((one) => one.open) || documents[0];
    if (!section) return;
    if (section !== current) show(section);
    const cuts = [...section.querySelectorAll("[data-c]:not(.faded)")];
    if (!cuts.length) return;
    const at = cuts.indexOf(chosen);
    const next = at < 0 ? (by > 0 ? 0 : cuts.length - 1) : (at + by + cuts.length) % cuts.length;
    pinned = true;
    tell(cuts[next]);
    cuts[next].scrollIntoView({ block: "center" });
  };

  const keys = {
    j: () => stepDocument(1),
    k: () => stepDocument(-1),
    n: () => stepCut(1),
    p: () => stepCut(-1),
    b: () => document.body.classList.toggle("bodyonly"),
    Escape: close,
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea") && event.key !== "Escape") return;
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
  document.addEventListener("mouseover", (event) => {
    const stretch = event.target.closest("[data-c]");
    if (stretch && !pinned) tell(stretch);
  });
  document.addEventListener("mouseout", (event) => {
    if (event.target.closest("[data-c]") && !pinned) close();
  });
  document.addEventListener("click", (event) => {
    const stretch = event.target.closest("[data-c]");
    if (!stretch) return;
    const again = pinned && stretch === chosen;
    if (again) {
      close();
    } else {
      pinned = true;
      tell(stretch);
    }
  });

  // Where a link leads, the sections around it are opened.
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const section = target && target.closest("details");
    if (!section) return;
    if (section.classList.contains("doc")) show(section);
    section.open = true;
    if (target.localName === "tr") target.scrollIntoView({ block: "center" });
    else section.scrollIntoView({ block: "start" });
  };
  window.addEventListener("hashchange", reveal);
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();
  reveal();
})();
