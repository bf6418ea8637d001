// Sends a PDF as soon as it is chosen, with its progress, and shows what was made of it. Without this script the form
// sends the file itself. Markup: intake/upload_control.html; `upload` becomes the id of the file that may be filed.
"use strict";

(() => {
  const MEGABYTE = 1024 * 1024;
  const megabytes = (bytes) => `${(bytes / MEGABYTE).toFixed(1)} MB`;

  class Control {
    constructor(box) {
      this.box = box;
      this.file = box.querySelector("input[type=file]");
      this.id = box.querySelector("input[name=upload]");
      this.progress = this.part("progress");
      this.bar = this.progress.querySelector("progress");
      this.file.addEventListener("change", () => this.send());
      this.part("cancel").addEventListener("click", () => this.request && this.request.abort());
      box.closest("form").addEventListener("submit", (event) => this.hold(event));
    }

    part(name) {
      return this.box.querySelector(`[data-${name}]`);
    }

    say(text) {
      this.part("state").textContent = text;
      this.part("live").textContent = text;
    }

    send() {
      const [chosen] = this.file.files;
      this.id.value = "";
      this.part("result").replaceChildren();
      this.trouble("");
      if (!chosen) return;
      const most = Number(this.box.dataset.mostBytes);
      if (chosen.size > most) {
        this.trouble(`${chosen.name} has ${megabytes(chosen.size)}. This court takes at most ${megabytes(most)}. ` +
          "Split it into parts, or scan it in black and white at 300 dots per inch.");
        this.file.value = "";
        return;
      }
      const body = new FormData();
      body.append("csrfmiddlewaretoken", this.box.closest("form").elements.csrfmiddlewaretoken.value);
      body.append("pdf", chosen);
      this.begin(chosen, body);
    }

    begin(chosen, body) {
      const request = (this.request = new XMLHttpRequest());
      let told = 0;
      request.open("POST", this.box.dataset.upload);
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", (event) => {
        this.bar.value = event.lengthComputable ? (100 * event.loaded) / event.total : 0;
        this.part("state").textContent = `${megabytes(event.loaded)} of ${megabytes(event.total)} sent`;
        const quarter = Math.floor(this.bar.value / 25);
        if (quarter > told) {
          told = quarter;
          this.part("live").textContent = `${quarter * 25} percent sent`;
        }
      });
      request.upload.addEventListener("load", () => this.say(`${chosen.name} is being checked.`));
      request.addEventListener("load", () => this.done(request));
      request.addEventListener("error", () => this.end("The connection broke off. Choose the file again."));
      request.addEventListener("abort", () => this.end("", "The upload was cancelled."));
      this.bar.value = 0;
      this.progress.hidden = false;
      this.say(`${chosen.name} is being sent.`);
      request.send(body);
    }

    async done(request) {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        return this.end("You may have been logged out. Open the page again and log in.");
      }
      if (!answer.id) return this.end(`${answer.message} ${answer.remedy}`);
      if ("follow" in this.box.dataset) return location.assign(answer.url);
      this.id.value = answer.may_be_filed ? answer.id : "";
      this.box.dispatchEvent(new CustomEvent("upload", { bubbles: true, detail: answer }));
      this.show(answer);
      return this.end("", answer.verdict_label);
    }

    // What was found, in the words of the server; links lead to the page that can mend the file.
    show(answer) {
      const list = document.createElement("ul");
      list.className = "findings";
      const heading = document.createElement("p");
      const page = document.createElement("a");
      page.href = answer.url;
      page.textContent = "What can be done about it";
      heading.append(`${answer.file_name}: ${answer.verdict_label}. `);
      if (!answer.may_be_filed) heading.append(page);
      for (const finding of answer.findings) {
        const item = document.createElement("li");
        item.className = `finding finding--${finding.severity}`;
        item.textContent = `${finding.message}${finding.page ? ` Page ${finding.page}.` : ""} ${finding.remedy}`;
        list.append(item);
      }
      this.part("result").replaceChildren(heading, list);
    }

    end(trouble, said = "") {
      this.request = null;
      this.file.value = "";
      this.progress.hidden = true;
      this.trouble(trouble);
      if (said) this.part("live").textContent = said;
    }

    trouble(text) {
      this.part("trouble").textContent = text;
      this.part("trouble").hidden = !text;
    }

    // A form that is sent while its file is still under way waits for it.
    hold(event) {
      if (!this.request) return;
      event.preventDefault();
      this.say("Please wait until the file has been sent and checked.");
    }
  }

  for (const box of document.querySelectorAll("[data-upload]")) new Control(box);
})();
