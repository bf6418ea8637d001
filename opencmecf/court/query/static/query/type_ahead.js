// A long list becomes a field that offers what fits to what is typed. The server understands a choice by its label, and
// says so when it is none; without this script the list stays a list.
"use strict";

for (const list of document.querySelectorAll("select[data-type-ahead]")) {
  const field = document.createElement("input");
  const choices = document.createElement("datalist");
  choices.id = `${list.id}-choices`;
  for (const option of list.options) {
    if (option.value) choices.append(new Option("", option.text));
  }
  Object.assign(field, { type: "text", id: list.id, name: list.name, className: "usa-input", autocomplete: "off" });
  field.setAttribute("list", choices.id);
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (list.hasAttribute(name)) field.setAttribute(name, list.getAttribute(name));
  }
  field.defaultValue = list.value ? list.selectedOptions[0].text : list.dataset.typed;
  list.replaceWith(field, choices);
}
