// Warns before the session ends, and keeps it alive at the press of a key. Pages work without it: the foot of each
// page says until when the session lasts.
(() => {
  "use strict";

  const dialog = document.getElementById("session-warning");
  if (!dialog || typeof dialog.showModal !== "function") {
    return;
  }
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  const KEY = "session-ends-at"; // shared by the tabs of one site: using one keeps them all logged in
  const warnBefore = Number(dialog.dataset.warnBefore) * 1000;
  let extendable = "extends" in dialog.dataset;
  let announced = -1;

  function remember(secondsLeft) {
    const endsAt = Date.now() + secondsLeft * 1000;
    try {
      localStorage.setItem(KEY, String(endsAt));
    } catch {
      // no storage: this tab alone knows
    }
    return endsAt;
  }

  let endsHere = remember(Number(dialog.dataset.secondsLeft));

  function endsAt() {
    try {
      return Math.max(endsHere, Number(localStorage.getItem(KEY)) || 0);
    } catch {
      return endsHere;
    }
  }

  function forget() {
    endsHere = 0;
    try {
      localStorage.removeItem(KEY);
    } catch {
      // there was none
    }
  }

  function inWords(milliseconds) {
    const seconds = Math.ceil(milliseconds / 1000);
    if (seconds > 90) {
      return "two minutes";
    }
    return seconds > 45 ? "one minute" : `${Math.max(seconds, 0)} seconds`;
  }

  function show(left) {
    const words = inWords(left);
    part("minutes").textContent = words;
    part("if-extends").hidden = !extendable;
    part("if-final").hidden = extendable;
    part("button").textContent = extendable ? "Stay logged in" : "Go on";
    if (!dialog.open) {
      dialog.showModal();
    }
    const step = Math.ceil(left / 30000); // said aloud every half minute, not every second
    if (step !== announced) {
      announced = step;
      part("live").textContent = `You will be logged out in ${words}.`;
    }
  }

  function showTheEnd() {
    part("while-it-lasts").hidden = true;
    part("when-over").hidden = false;
    document.getElementById("session-warning-title").textContent = "You have been logged out";
    part("button").textContent = "Close";
    part("live").textContent = "You have been logged out.";
    if (!dialog.open) {
      dialog.showModal();
    }
  }

  async function stay() {
    const answer = await fetch(dialog.dataset.stay, { redirect: "manual", cache: "no-store" });
    if (!answer.ok) {
      throw new Error("the session has ended");
    }
    const told = await answer.json();
    extendable = told.extends;
    endsHere = remember(told.seconds_left);
    announced = -1;
    const foot = document.querySelector("[data-session-until]");
    if (foot) {
      foot.textContent = told.until;
    }
  }

  function pause(milliseconds) {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  async function watch() {
    let dismissed = false;
    let asking = null; // the server, to stay logged in
    dialog.addEventListener("close", () => {
      dismissed = true;
      if (!extendable || endsAt() <= Date.now()) {
        return;
      }
      asking = stay().then(
        () => {
          dismissed = false;
        },
        () => {
          forget(); // it has ended meanwhile, or nobody answers: say so
        },
      );
    });
    for (;;) {
      await asking;
      const left = endsAt() - Date.now();
      if (left <= 0) {
        showTheEnd();
        return;
      }
      if (left > warnBefore) {
        if (dialog.open) {
          dialog.close(); // another tab has kept the session alive; this one asks how long, and goes on
          await asking;
        }
        await pause(Math.min(left - warnBefore, 30000));
        continue;
      }
      if (!dismissed) {
        show(left);
      }
      await pause(1000);
    }
  }

  watch();
})();
