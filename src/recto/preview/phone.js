// Runs in the phone: shows what the page sends, and tells the page what fingers and keys do.
"use strict";

const SHORTEST_SWIPE = 50; // CSS pixels
const SCROLL = { ArrowUp: -0.15, ArrowDown: 0.15, PageUp: -0.9, PageDown: 0.9 }; // in heights of the window
const KEYS = ["Enter", "Escape", "ArrowLeft", "ArrowRight"]; // what the page does, whoever hears of it

const qa = document.getElementById("qa");
let shown = ""; // the HTML in `qa`
let finger = null; // where it came down, if it may swipe

function tell(message) {
    parent.postMessage(message, "*"); // a page from a file has no origin to name
}

async function show({ html, side, night }) {
    document.documentElement.classList.toggle("night-mode", night);
    document.body.className = `card card1${night ? " nightMode night_mode" : ""}`;
    if (html === shown) {
        return;
    }
    shown = html;
    qa.innerHTML = html;
    scrollTo(0, 0);
    await Promise.allSettled([...document.images].map((image) => image.decode()));
    if (side === "back" && html === shown) {
        document.getElementById("answer").scrollIntoView(); // as the apps do
    }
}

addEventListener("message", ({ data, source }) => {
    if (source !== parent) {
        return;
    }
    if (data.scroll) {
        scrollBy(0, SCROLL[data.scroll] * innerHeight);
    } else {
        show(data);
    }
});

addEventListener("click", (event) => {
    const sound = event.target.closest(".replay-button");
    if (sound) {
        sound.querySelector("audio").play();
    } else if (!event.target.closest("a, summary") && getSelection().isCollapsed) {
        tell({ flip: true });
    }
});

function scrollsSideways(element) {
    for (let box = element; box && box !== qa; box = box.parentElement) {
        if (box.scrollWidth > box.clientWidth && ["auto", "scroll"].includes(getComputedStyle(box).overflowX)) {
            return true;
        }
    }
    return false;
}

addEventListener("touchstart", ({ touches, target }) => {
    finger = touches.length === 1 && !scrollsSideways(target) ? touches[0] : null;
}, { passive: true });

addEventListener("touchend", ({ changedTouches: [lifted] }) => {
    const across = finger ? lifted.clientX - finger.clientX : 0;
    const along = finger ? lifted.clientY - finger.clientY : 0;
    if (Math.abs(across) > SHORTEST_SWIPE && Math.abs(across) > 2 * Math.abs(along)) {
        tell({ move: across < 0 ? 1 : -1 });
    }
    finger = null;
}, { passive: true });

addEventListener("keydown", (event) => {
    const { key, target } = event;
    const its = (key === "Enter" || key === " ") && target.closest("a, button, summary");
    if (its || event.ctrlKey || event.metaKey || event.altKey || (key.length > 1 && !KEYS.includes(key))) {
        return;
    }
    event.preventDefault();
    tell({ key });
});

tell({ ready: true });
