// The page of all series: begin one of a programme, or open a manifest.
import { $, ask, onEvents, showError } from "/static/studio.js";

for (const id of ["new", "open"]) {
  $(id).addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const made = await ask("/api/series", Object.fromEntries(new FormData($(id))));
      location.href = `/series/${made.id}`;
    } catch (error) {
      showError($("shelf-error"), error);
    }
  });
}
onEvents(() => {});
