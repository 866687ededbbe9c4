// The first page: choosing narrows the list at once; recent sessions can be forgotten.
import { ask, onEvents, say, t } from "/static/studio.js";

const form = document.querySelector("form.choose");

async function narrow() {
  const query = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...query]) if (!value) query.delete(name);
  const address = query.size ? `/?${query}` : "/";
  const response = await fetch(address, { headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  document.getElementById("results").replaceWith(page.getElementById("results"));
  const recent = document.getElementById("recent");
  if (recent) recent.hidden = query.size > 0;
  history.replaceState(null, "", address);
  say(document.getElementById("found").textContent.trim());
}

let typing;
form.addEventListener("change", (event) => { if (event.target.type === "radio") narrow(); });
form.addEventListener("input", (event) => {
  if (event.target.type !== "search") return;
  clearTimeout(typing);
  typing = setTimeout(narrow, 250);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  narrow();
});

async function forget(place) {
  await ask("/api/forget", place === null ? {} : { place });
  say(t("tonight.forgotten"));
}
for (const button of document.querySelectorAll("[data-forget]")) {
  button.addEventListener("click", async () => {
    const row = button.closest("li");
    const rows = [...row.parentElement.children];
    await forget(rows.indexOf(row));
    const next = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    if (next) next.querySelector("a").focus();
    else {
      document.getElementById("recent").remove();
      document.getElementById("content").focus();
    }
  });
}
document.querySelector("[data-forget-all]")?.addEventListener("click", async () => {
  await forget(null);
  document.getElementById("recent").remove();
  document.getElementById("content").focus();
});
onEvents(() => {});
