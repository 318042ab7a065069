// Runs in the reviewer's page, before the reviewer: shows faces as the app shows them, and says what is wrong.
"use strict";

const SMALLEST_TEXT = 14; // CSS pixels
const LEAST_CONTRAST = 4.5; // WCAG 2.1, level AA
const MOST_OF_A_KIND = 4; // details of one fault that are worth reading
const PATIENCE = 5000; // ms that an image may take
const AFTERMATH = 100; // ms in which what has been shown may still make itself heard

const faults = []; // since the last look

function fault(kind, detail) {
    const same = faults.filter((known) => known.kind === kind);
    if (same.length < MOST_OF_A_KIND && !same.some((known) => known.detail === detail)) {
        faults.push({ kind, detail });
    }
}

// --- what happens by itself ---------------------------------------------------------------------------------------

addEventListener("error", ({ target, message }) => {
    if (target === window) {
        fault("script", message);
    } else if (target.tagName !== "IMG") {
        fault("script", `cannot load ${target.src || target.href || `what ${named(target)} asks for`}`);
    }
}, true);
addEventListener("unhandledrejection", ({ reason }) => fault("script", `unhandled: ${reason}`));
addEventListener("securitypolicyviolation", ({ blockedURI }) => fault("remote", blockedURI));
console.error = (...words) => fault("script", `console: ${words.join(" ")}`);
for (const name of ["alert", "confirm", "prompt", "print"]) {
    window[name] = (text) => fault("script", `${name}: ${text}`);
}
window.bridgeCommand = window.pycmd = () => {}; // the reviewer's line to the app

// --- showing ------------------------------------------------------------------------------------------------------

function nextFrame() {
    return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}

function pause(milliseconds) {
    return new Promise((done) => setTimeout(done, milliseconds));
}

function settled(image) {
    image.loading = "eager";
    if (image.complete) {
        return null;
    }
    return new Promise((done) => {
        image.addEventListener("load", done);
        image.addEventListener("error", done);
        setTimeout(done, PATIENCE);
    });
}

async function showFace({ html, template }) {
    document.body.className = document.body.className.replace(/card\d+/, `card${template}`);
    await _updateQA(html, null, () => scrollTo(0, 0), () => {});
    await Promise.all([...document.images].map(settled));
    await document.fonts.ready;
    await nextFrame();
    if (document.querySelector("#qa :is(script, iframe, object, embed)")) {
        await pause(AFTERMATH);
    }
}

// --- looking ------------------------------------------------------------------------------------------------------

function named(element) {
    const classes = [...element.classList].slice(0, 2).map((name) => `.${name}`);
    return element.tagName.toLowerCase() + classes.join("");
}

function excerpt(text) {
    return JSON.stringify(text.trim().replace(/\s+/g, " ").slice(0, 30));
}

function* ancestors(element) {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
        yield at;
    }
}

const scrolls = (overflow) => overflow === "auto" || overflow === "scroll";
const cuts = (overflow) => overflow === "hidden" || overflow === "clip";
const inMath = (element) => element.closest("mjx-container") !== null;

function visibleTexts() {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        const element = node.parentElement;
        if (!node.nodeValue.trim() || element.closest("style, script, noscript, mjx-container")) {
            continue;
        }
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        const style = getComputedStyle(element);
        if (box.width && box.height && style.visibility === "visible") {
            found.push({ text: node.nodeValue, element, box, style });
        }
    }
    return found;
}

function visibleElements() {
    return [...document.getElementById("qa").querySelectorAll("*")].filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        const insideMath = inMath(element) && element.tagName !== "MJX-CONTAINER";
        return width && height && !insideMath && !element.closest("style, script");
    });
}

// The text as a person reads it, lines as lines, without what a selector finds.
function readWithout(selector) {
    const hidden = [...document.querySelectorAll(selector)];
    const before = hidden.map((element) => element.style.visibility);
    hidden.forEach((element) => { element.style.visibility = "hidden"; });
    const text = document.body.innerText;
    hidden.forEach((element, index) => { element.style.visibility = before[index]; });
    return text;
}

// --- width and clipping -------------------------------------------------------------------------------------------

function heldInside(element) {
    return [...ancestors(element)].some((ancestor) => {
        const { overflowX } = getComputedStyle(ancestor);
        return scrolls(overflowX) || cuts(overflowX);
    });
}

function checkWidth(texts, elements) {
    const page = document.documentElement;
    const wide = Math.max(page.scrollWidth, document.body.scrollWidth);
    if (wide > page.clientWidth + 1) {
        fault("wide", `the page is ${wide} px wide`);
    }
    const outside = (box) => box.right > page.clientWidth + 1 || box.left < -1;
    const span = (box) => `from ${Math.round(box.left)} to ${Math.round(box.right)} px`;
    for (const { text, element, box } of texts) {
        if (outside(box) && !heldInside(element)) {
            fault("wide", `${excerpt(text)} in ${named(element)} reaches ${span(box)}`);
        }
    }
    for (const element of elements) {
        const box = element.getBoundingClientRect();
        if (outside(box) && !heldInside(element)) {
            fault("wide", `${named(element)} reaches ${span(box)}`);
        }
    }
}

function checkScrolling(elements) {
    for (const element of elements) {
        const excess = element.scrollWidth - element.clientWidth;
        const code = element.closest("pre") || element.querySelector(":scope > pre");
        if (code && excess > 1 && scrolls(getComputedStyle(element).overflowX)) {
            fault("scroll", `${named(element)} scrolls ${excess} px sideways`);
        }
    }
}

function checkClipping(texts, elements) {
    for (const element of elements) {
        const excess = element.scrollWidth - element.clientWidth;
        if (excess > 1 && element.clientWidth && cuts(getComputedStyle(element).overflowX)) {
            fault("clipped", `${named(element)} hides ${excess} px at its side`);
        }
    }
    for (const { text, element, box, style } of texts) {
        const tolerance = parseFloat(style.fontSize) / 3; // a font may be taller than its line
        for (const ancestor of ancestors(element)) {
            const { overflowY, clipPath } = getComputedStyle(ancestor);
            if (scrolls(overflowY)) {
                break;
            }
            const frame = ancestor.getBoundingClientRect();
            const outside = box.bottom > frame.bottom + tolerance || box.top < frame.top - tolerance;
            if ((cuts(overflowY) && outside) || clipPath !== "none") {
                fault("clipped", `${named(ancestor)} cuts ${excerpt(text)}`);
            }
        }
    }
    elements.filter((element) => element.tagName === "MJX-CONTAINER").forEach(checkFormulaWhole);
    checkPageScrolls();
}

function checkFormulaWhole(formula) {
    const { fontSize, overflowY } = getComputedStyle(formula);
    const frame = formula.getBoundingClientRect();
    const glyphs = [...formula.querySelectorAll("mjx-c")].map((glyph) => glyph.getBoundingClientRect());
    const excess = Math.max(...glyphs.map(({ top, bottom }) => Math.max(frame.top - top, bottom - frame.bottom)));
    if (cuts(overflowY) && excess > parseFloat(fontSize) / 3) {
        fault("clipped", `a formula loses ${Math.round(excess)} px of its height`);
    }
}

function checkPageScrolls() {
    const page = document.documentElement;
    const stuck = [page, document.body].some((element) => cuts(getComputedStyle(element).overflowY));
    if (stuck && page.scrollHeight > innerHeight + 1) {
        fault("clipped", `the page cannot be scrolled to its last ${page.scrollHeight - innerHeight} px`);
    }
}

// --- size and contrast --------------------------------------------------------------------------------------------

const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const colours = new Map();

// Any CSS colour as red, green, blue (0 to 255) and alpha (0 to 1).
function colour(css) {
    if (!colours.has(css)) {
        brush.clearRect(0, 0, 1, 1);
        brush.fillStyle = css;
        brush.fillRect(0, 0, 1, 1);
        const [red, green, blue, alpha] = brush.getImageData(0, 0, 1, 1).data;
        colours.set(css, [red, green, blue, alpha / 255]);
    }
    return colours.get(css);
}

function over([...front], back) {
    const alpha = front[3];
    return [0, 1, 2].map((channel) => front[channel] * alpha + back[channel] * (1 - alpha));
}

function luminance(rgb) {
    const [red, green, blue] = rgb.map((channel) => {
        const share = channel / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
    const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (lighter + 0.05) / (darker + 0.05);
}

// What is behind an element's text: its own and its ancestors' backgrounds, and whether one of them is a picture.
function behind(styles) {
    const start = styles.findIndex((style) => colour(style.backgroundColor)[3] === 1);
    const layers = (start < 0 ? styles : styles.slice(0, start + 1)).reverse();
    const canvas = colour(getComputedStyle(document.documentElement).colorScheme === "dark" ? "#121212" : "#fff");
    return {
        back: layers.reduce((back, style) => over(colour(style.backgroundColor), back), canvas),
        picture: layers.some((style) => style.backgroundImage !== "none"),
    };
}

function checkInk(what, element, pseudo) {
    const style = getComputedStyle(element, pseudo);
    const size = parseFloat(style.fontSize);
    if (size < SMALLEST_TEXT - 0.01) {
        fault("small", `${what} is ${size.toFixed(1)} px`);
    }
    const styles = pseudo ? [style] : [];
    for (let at = element; at; at = at.parentElement) {
        styles.push(getComputedStyle(at));
    }
    const { back, picture } = behind(styles);
    const opacity = styles.reduce((product, each) => product * parseFloat(each.opacity || 1), 1);
    const [red, green, blue, alpha] = colour(style.webkitTextFillColor || style.color);
    const ratio = contrast(over([red, green, blue, alpha * opacity], back), back);
    if (picture) {
        fault("contrast", `${what} stands on a picture, so its contrast is unknown`);
    } else if (ratio < LEAST_CONTRAST - 0.005) {
        fault("contrast", `${what} has ${ratio.toFixed(2)}:1`);
    }
}

function checkPseudo(element, pseudo) {
    const style = getComputedStyle(element, pseudo);
    const written = !["", "none", "normal", '""'].includes(style.content) && style.display !== "none";
    const marker = pseudo === "::marker" && getComputedStyle(element).listStyleType !== "none";
    if (pseudo === "::marker" ? marker : written) {
        checkInk(`${named(element)}${pseudo}`, element, pseudo);
    }
}

function checkLetters(texts, elements) {
    for (const { text, element } of texts) {
        checkInk(`${excerpt(text)} in ${named(element)}`, element);
    }
    for (const element of elements) {
        checkPseudo(element, "::before");
        checkPseudo(element, "::after");
        if (getComputedStyle(element).display === "list-item") {
            checkPseudo(element, "::marker");
        }
        if (element.tagName === "MJX-CONTAINER") {
            checkInk("a formula", element);
        }
    }
}

// --- images, math, anything at all --------------------------------------------------------------------------------

function checkImages() {
    for (const image of document.images) {
        const { width, height } = image.getBoundingClientRect();
        const source = decodeURIComponent(image.getAttribute("src") || "no source");
        if (!image.complete || !image.naturalWidth) {
            fault("image", `${source} does not load`);
        } else if (width < 1 || height < 1) {
            fault("image", `${source} takes no room`);
        }
    }
}

function checkMath() {
    for (const error of document.querySelectorAll("mjx-merror")) {
        fault("math", error.getAttribute("data-mjx-error") || excerpt(error.textContent));
    }
    for (const unknown of document.querySelectorAll('mjx-assistive-mml mtext[mathcolor="red"]')) {
        fault("math", `unknown ${unknown.textContent}`);
    }
}

function checkSomething(texts, elements) {
    if (!texts.length && !elements.some((element) => element.matches("img, svg, mjx-container"))) {
        fault("empty", "there is nothing to see");
    }
}

function lookAtFace() {
    document.querySelectorAll("details").forEach((details) => { details.open = true; });
    const texts = visibleTexts();
    const elements = visibleElements();
    checkSomething(texts, elements);
    checkWidth(texts, elements);
    checkScrolling(elements);
    checkClipping(texts, elements);
    checkLetters(texts, elements);
    checkImages();
    checkMath();
    return {
        faults: faults.splice(0),
        text: readWithout("mjx-container"),
        prose: readWithout("mjx-container, pre, code"),
        formulas: document.querySelectorAll("mjx-container").length,
    };
}

async function getFaces() {
    return (await fetch("/_tests/faces.json")).json();
}

async function lookAtFaces(width) {
    if (innerWidth !== width || document.documentElement.clientWidth !== width) {
        throw new Error(`the window is ${innerWidth} px wide, not ${width}`);
    }
    const looks = [];
    for (const face of await getFaces()) {
        await showFace(face);
        looks.push(lookAtFace());
    }
    await pause(AFTERMATH);
    looks.at(-1)?.faults.push(...faults.splice(0));
    return looks;
}
