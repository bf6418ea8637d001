// Makes filing quicker; every page works without it. Type-ahead, saving while one writes, uploads that show their
// progress and can be cancelled.
"use strict";

(() => {
  const later = (act, pause) => {
    let waiting = 0;
    return () => {
      clearTimeout(waiting);
      waiting = setTimeout(act, pause);
    };
  };

  // --- the search on the menu page: what the server finds, as one types ----------------------------------------------
  const typeahead = document.querySelector("[data-typeahead]");
  if (typeahead) {
    const field = typeahead.querySelector("input[type=search]");
    const place = document.getElementById("found");
    let latest = 0;
    field.addEventListener(
      "input",
      later(async () => {
        const mine = ++latest;
        const address = `${typeahead.action}?${new URLSearchParams({ q: field.value })}`;
        const answer = await fetch(address, { credentials: "same-origin" });
        if (!answer.ok || mine !== latest) return;
        const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("found");
        if (found) place.replaceChildren(...found.childNodes);
      }, 200),
    );
  }

  // --- the list of events: a filter, and what is selected beside it --------------------------------------------------
  const events = document.querySelector("[data-events]");
  if (events) {
    const rows = [...events.querySelectorAll("[data-words]")];
    const filter = events.querySelector("[data-filter]");
    const count = events.querySelector("[data-count]");
    const selected = events.querySelector("[data-selected]");
    events.querySelector("[data-replaced]").hidden = true;
    selected.hidden = false;
    const show = () => {
      const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const parts = row.dataset.words.split(/[\s/-]+/);
        const fits = words.every((word) => parts.some((part) => part.startsWith(word)));
        row.hidden = !fits && !row.querySelector("input").checked;
        shown += row.hidden ? 0 : 1;
      }
      count.textContent = `${shown} event${shown === 1 ? "" : "s"}`;
    };
    const list = () => {
      const ticked = rows.filter((row) => row.querySelector("input").checked);
      selected.querySelector("ul").replaceChildren(
        ...ticked.map((row) => {
          const item = document.createElement("li");
          item.textContent = row.querySelector("label").textContent;
          return item;
        }),
      );
      selected.querySelector("p").hidden = ticked.length > 0;
    };
    filter.addEventListener("input", show);
    filter.addEventListener("keydown", (pressed) => {
      if (pressed.key === "Enter") pressed.preventDefault();
    });
    events.addEventListener("change", list);
    show();
    list();
  }

  // --- saving while one writes ---------------------------------------------------------------------------------------
  const form = document.querySelector("form[data-autosave]");
  if (form) {
    const words = document.querySelector("[data-saved]");
    const say = (text) => {
      if (words) words.textContent = text;
    };
    let leaves = false;
    const typed = () => {
      const fields = new URLSearchParams();
      for (const [name, value] of new FormData(form)) {
        // Files go with a button, and so does a new party.
        if (!(value instanceof File) && name !== "new_name") fields.append(name, value);
      }
      fields.set("autosave", "1");
      fields.set("button", "autosave");
      return fields;
    };
    const save = later(async () => {
      if (leaves) return;
      try {
        const answer = await fetch(form.action, { method: "POST", body: typed(), credentials: "same-origin", redirect: "manual" });
        if (answer.ok) {
          const saved = await answer.json();
          form.elements.revision.value = saved.revision;
          for (const place of document.querySelectorAll(".docket-text")) place.textContent = saved.text || "—";
          say("Saved just now. Nothing is filed yet.");
        } else if (answer.status === 409) {
          say((await answer.json()).changed);
        } else {
          say("Not saved just now. Press Next to save; nothing that you typed is lost.");
        }
      } catch {
        say("Not saved just now: the court cannot be reached. Keep this page open.");
      }
    }, 1500);
    form.addEventListener("input", (event) => {
      if (event.target.type !== "file") save();
    });
    form.addEventListener("submit", () => {
      leaves = true;
    });
  }

  // --- the last button is pressed once -------------------------------------------------------------------------------
  const once = document.querySelector("[data-once]");
  if (once) {
    once.form.addEventListener("submit", (submitted) => {
      if (once.dataset.once === "pressed") submitted.preventDefault();
      once.dataset.once = "pressed";
    });
  }

  // --- uploads -------------------------------------------------------------------------------------------------------
  const upload = document.querySelector("form[data-upload]");
  if (upload) {
    const progress = upload.querySelector("[data-progress]");
    const words = upload.querySelector("[data-progress-words]");
    const bar = progress.querySelector("progress");
    const size = (bytes) => `${(bytes / 1048576).toFixed(1)} MB`;
    upload.addEventListener("submit", (submitted) => {
      if (![...upload.querySelectorAll("input[type=file]")].some((field) => field.files.length)) return;
      submitted.preventDefault();
      const request = new XMLHttpRequest();
      request.open("POST", upload.action);
      request.upload.addEventListener("progress", (now) => {
        bar.value = now.lengthComputable ? (100 * now.loaded) / now.total : 0;
        const all = now.loaded >= now.total;
        words.textContent = all ? "Sent. The court looks at the file now." : `${size(now.loaded)} of ${size(now.total)} sent`;
      });
      request.addEventListener("load", () => {
        const page = new DOMParser().parseFromString(request.responseText, "text/html");
        const stays = new URL(request.responseURL).pathname === location.pathname;
        if (stays && page.querySelector("[data-not-saved]")) {
          // Something was not taken, and only this answer says what.
          document.title = page.title;
          document.getElementById("main").replaceChildren(...page.getElementById("main").childNodes);
          document.getElementById("main").focus();
          return;
        }
        location.assign(request.responseURL);
      });
      request.addEventListener("error", () => {
        words.textContent = "The upload broke off. Press the button again to repeat it.";
      });
      request.addEventListener("abort", () => {
        progress.hidden = true;
      });
      progress.querySelector("[data-cancel]").addEventListener("click", () => request.abort(), { once: true });
      progress.hidden = false;
      words.textContent = "Sending";
      progress.scrollIntoView({ block: "nearest" });
      request.send(new FormData(upload, submitted.submitter));
    });
  }
})();
