// The page of all scripts: paste, drop or open one, or begin anew.
import { $, ask, onEvents, say, showError, t } from "/static/studio.js";

const token = document.querySelector('meta[name="quietude-token"]').content;
const go = (id) => { location.href = `/write/${encodeURIComponent(id)}`; };

async function make(body) {
  try {
    go((await ask("/api/documents", body)).id);
  } catch (error) {
    showError($("shelf-error"), error);
  }
}

async function open(file) {
  try {
    const response = await fetch(`/api/documents/file?name=${encodeURIComponent(file.name)}`, {
      method: "POST", headers: { "x-quietude-token": token }, body: file,
    });
    const data = await response.json();
    if (!response.ok) throw Object.assign(new Error(data.error), { hint: data.hint });
    go(data.id);
  } catch (error) {
    showError($("shelf-error"), error);
  }
}

$("make").addEventListener("click", () => {
  if ($("paste").value.trim()) make({ text: $("paste").value });
  else $("paste").focus();
});
$("blank").addEventListener("click", () => make({ name: "" }));
$("file").addEventListener("change", () => { if ($("file").files[0]) open($("file").files[0]); });

for (const kind of ["dragover", "dragenter"]) {
  $("drop").addEventListener(kind, (event) => {
    event.preventDefault();
    $("drop").classList.add("over");
  });
}
$("drop").addEventListener("dragleave", () => $("drop").classList.remove("over"));
$("drop").addEventListener("drop", (event) => {
  event.preventDefault();
  $("drop").classList.remove("over");
  const [file] = event.dataTransfer.files;
  if (file) open(file);
  else if (event.dataTransfer.getData("text")) $("paste").value = event.dataTransfer.getData("text");
});

for (const button of document.querySelectorAll("[data-remove]")) {
  button.addEventListener("click", async () => {
    await ask(`/api/documents/${encodeURIComponent(button.dataset.remove)}/remove`, {});
    const row = button.closest("li");
    const next = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    (next ? next.querySelector("a") : $("paste")).focus();
    say(t("write.removed"));
  });
}
onEvents(() => {});
