// Small helpers that make elements.

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function button(className, label, act, text = "") {
  const made = element("button", className, text);
  made.type = "button";
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

const sizesItself = CSS.supports("field-sizing", "content");

// A text area as high as its words, where the browser does not see to it.
export function fit(area) {
  if (sizesItself || !area.isConnected) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}
