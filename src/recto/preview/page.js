// The page around the phone: which card is in it, and how one comes to another.
"use strict";

const ROW = 48; // CSS pixels, as in the style sheet
const SPARE_ROWS = 10; // drawn above and below those that can be seen
const REST = 300; // ms on a card until it has earned a place in the browser's history

const by = (id) => document.getElementById(id);
const { cards, findings, media } = JSON.parse(by("deck").textContent);
const numbers = new Map(cards.map(({ guid }, number) => [guid, number]));
const faulty = new Set(findings.map(({ guid }) => guid));
const manyDecks = new Set(cards.map(({ deck }) => deck)).size > 1;
const root = document.documentElement;
const phone = document.querySelector("iframe").contentWindow;
const paper = by("paper").shadowRoot;
const list = by("cards");
const filter = by("filter");

let listed = []; // the numbers of the cards that pass the filter
let rows = []; // what the list holds: numbers of cards, and headings
const drawn = new Map(); // the rows that are in the document, by their place in the list
let at = -1; // the number of the card in the phone
let side = "front"; // which is up
let resting = 0; // a timer

function make(name, properties, ...content) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...content);
    return made;
}

function counted(number, what) {
    return `${number} ${what}${number === 1 ? "" : "s"}`;
}

// --- the phone ----------------------------------------------------------------------------------------------------

// An author's own `<` never stands in a field as it is, so only Recto's tags are found.
function withMedia(html) {
    return html.replace(/<(img|audio) src="([^"]*)"/g, (_, tag, name) => `<${tag} src="${media[name]}"`);
}

function face() {
    const card = cards[at] ?? { front: "", back: "" };
    return { html: withMedia(card[side]), side, night: root.classList.contains("night") };
}

function show() {
    const card = cards[at];
    const place = listed.indexOf(at);
    phone.postMessage(face(), "*");
    by("flip").textContent = side === "back" ? "Show question" : "Show answer";
    by("count").textContent = place < 0 ? "" : `${place + 1} of ${listed.length}`;
    by("about").replaceChildren(...(card ? told(card) : []));
    drawn.forEach(mark);
}

function select(number) {
    at = number;
    side = "front";
    show();
    reveal();
    clearTimeout(resting);
    resting = setTimeout(() => {
        if (cards[at] && location.hash !== `#${cards[at].guid}`) {
            location.hash = cards[at].guid;
        }
    }, REST);
}

function flip() {
    side = side === "front" ? "back" : "front";
    show();
}

function move(steps) {
    const place = listed.indexOf(at) + steps;
    if (place in listed) {
        select(listed[place]);
    }
}

function turn(night) {
    root.classList.toggle("night", night);
    by("night").setAttribute("aria-pressed", night);
    show();
}

function follow() {
    const number = numbers.get(location.hash.slice(1)) ?? 0;
    if (filter.value && !listed.includes(number)) {
        filter.value = "";
        sift();
    }
    if (number !== at) {
        select(number);
    }
}

// --- what is known of a card, and what was found wrong ------------------------------------------------------------

function told({ guid, place, deck, section, tags }) {
    const facts = { Place: place, Deck: manyDecks ? deck : "", Section: section.join(" › "), Tags: tags.join(" ") };
    const known = Object.entries(facts).filter(([, value]) => value);
    const link = make("a", { href: `#${guid}` }, guid);
    const own = findings.filter((finding) => finding.guid === guid);
    return [
        make("dl", {}, ...[...known, ["Link", link]].flatMap(([name, it]) => [make("dt", {}, name), make("dd", {}, it)])),
        make("ol", { className: "findings" }, ...own.map((finding) => explained(finding))),
    ];
}

function explained({ severity, code, place, message, hint }, guid = "") {
    return make("li", { className: severity },
        make("p", {}, guid ? make("a", { href: `#${guid}` }, message) : message),
        make("p", { className: "quiet" }, hint),
        make("p", { className: "quiet" }, `${place} ${code}`));
}

// --- the list: of ten thousand cards, only the rows that can be seen are in the document ---------------------------

function above({ deck, section }) {
    return [...(manyDecks ? [deck] : []), ...section].join(" › ");
}

function searched(card) {
    card.searched ??= [card.text, card.place, above(card), ...card.tags].join("\n").toLowerCase();
    return card.searched;
}

function sift() {
    const words = filter.value.toLowerCase().split(/\s+/);
    listed = [...cards.keys()].filter((number) => words.every((word) => searched(cards[number]).includes(word)));
    rows = listed.flatMap((number, place) => {
        const heading = above(cards[number]);
        const known = place ? above(cards[listed[place - 1]]) : "";
        return heading === known ? [number] : [heading, number];
    });
    by("list-cards").textContent = counted(listed.length, "card");
    list.firstElementChild.style.height = `${rows.length * ROW}px`;
    drawn.forEach((item) => item.remove());
    drawn.clear();
    draw();
}

function draw() {
    const first = Math.max(Math.floor(list.scrollTop / ROW) - SPARE_ROWS, 0);
    const last = Math.min(Math.ceil((list.scrollTop + list.clientHeight) / ROW) + SPARE_ROWS, rows.length);
    for (const [place, item] of drawn) {
        if (place < first || place >= last) {
            item.remove();
            drawn.delete(place);
        }
    }
    for (let place = first; place < last; place++) {
        if (!drawn.has(place)) {
            drawn.set(place, list.firstElementChild.appendChild(item(rows[place])));
            drawn.get(place).style.top = `${place * ROW}px`;
            mark(drawn.get(place), place);
        }
    }
}

function item(row) {
    if (typeof row === "string") {
        return make("li", { className: "heading" }, row);
    }
    const { guid, title } = cards[row];
    return make("li", { className: faulty.has(guid) ? "faulty" : "" }, make("a", { href: `#${guid}` }, make("span", {}, title)));
}

function mark(item, place) {
    item.firstElementChild?.setAttribute("aria-current", rows[place] === at);
}

function reveal() {
    const top = rows.indexOf(at) * ROW;
    if (top < list.scrollTop + ROW) {
        list.scrollTop = top - ROW;
    } else if (top + 2 * ROW > list.scrollTop + list.clientHeight) {
        list.scrollTop = top + 2 * ROW - list.clientHeight;
    }
}

function choose(what) {
    for (const each of ["cards", "findings"]) {
        by(each).hidden = each !== what;
        by(`list-${each}`).setAttribute("aria-pressed", each === what);
    }
    draw();
    reveal();
}

function unfold(index) {
    root.classList.toggle("index", index);
    by("open-index").setAttribute("aria-expanded", index);
    draw();
    reveal();
}

// --- fingers and keys ---------------------------------------------------------------------------------------------

function search(text) {
    unfold(true);
    choose("cards");
    filter.focus();
    filter.value += text;
    filter.dispatchEvent(new Event("input"));
}

function leave() {
    filter.value = "";
    filter.dispatchEvent(new Event("input"));
    settle();
}

function settle() {
    filter.blur();
    unfold(false);
}

const scrolled = (key) => () => phone.postMessage({ scroll: key }, "*");
const KEYS = {
    " ": flip,
    "Enter": flip,
    "ArrowLeft": () => move(-1),
    "ArrowRight": () => move(1),
    "ArrowUp": scrolled("ArrowUp"),
    "ArrowDown": scrolled("ArrowDown"),
    "PageUp": scrolled("PageUp"),
    "PageDown": scrolled("PageDown"),
    "/": () => search(""),
    "Escape": leave,
};
const KEYS_IN_FILTER = {
    "ArrowUp": () => move(-1),
    "ArrowDown": () => move(1),
    "Enter": settle,
    "Escape": leave,
};

// What a key is for, wherever it is pressed but in the filter; any other letter begins a search.
function meaning(key) {
    return KEYS[key] ?? (key.length === 1 ? () => search(key) : undefined);
}

addEventListener("keydown", (event) => {
    const { key, target } = event;
    const its = (key === "Enter" && target.closest("a, button")) || (key === " " && target.closest("button"));
    if (its || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
        return;
    }
    const does = target === filter ? KEYS_IN_FILTER[key] : meaning(key);
    if (does) {
        event.preventDefault();
        does();
    }
});

addEventListener("message", ({ data, source }) => {
    if (source !== phone) {
        return;
    }
    if (data.ready) {
        show();
    } else if (data.flip) {
        flip();
    } else if (data.move) {
        move(data.move);
    } else if (data.key) {
        meaning(data.key)?.();
    }
});

addEventListener("click", ({ target, detail }) => {
    if (target.closest("#index a")) {
        unfold(false);
    }
    if (detail) { // of a pointer: the keys go on turning cards
        target.closest("a, button")?.blur();
    }
});

by("previous").addEventListener("click", () => move(-1));
by("next").addEventListener("click", () => move(1));
by("flip").addEventListener("click", flip);
by("night").addEventListener("click", () => turn(!root.classList.contains("night")));
by("open-index").addEventListener("click", () => unfold(!root.classList.contains("index")));
by("list-cards").addEventListener("click", () => choose("cards"));
by("list-findings").addEventListener("click", () => choose("findings"));
list.addEventListener("scroll", draw);
addEventListener("resize", draw);
addEventListener("hashchange", follow);
filter.addEventListener("input", () => {
    sift();
    if (!listed.includes(at) && listed.length) {
        select(listed[0]);
    }
    show();
});

// --- paper --------------------------------------------------------------------------------------------------------

addEventListener("beforeprint", () => {
    const sheet = document.createElement("template");
    const printed = (html) => `<div class="card card1">${withMedia(html).replaceAll("<details", "<details open")}</div>`;
    sheet.innerHTML = listed
        .map((number) => `<div class="pair">${printed(cards[number].front)}${printed(cards[number].back)}</div>`)
        .join("");
    paper.append(sheet.content);
});
addEventListener("afterprint", () => paper.querySelectorAll(".pair").forEach((pair) => pair.remove()));

by("list-findings").textContent = counted(findings.length, "finding");
by("findings").append(...findings.map((finding) => explained(finding, finding.guid)));
sift();
follow();
turn(matchMedia("(prefers-color-scheme: dark)").matches);
