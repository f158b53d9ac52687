"use strict";
// The page says everything without this; with it, the table sorts and filters, and links open dossiers.
(() => {
  const table = document.getElementById("table");
  if (table) {
    const body = table.tBodies[0];
    const rows = Array.from(body.rows);
    const key = (row, column) => {
      const cell = row.cells[column];
      return cell.dataset.key !== undefined ? cell.dataset.key : cell.textContent.trim().toLowerCase();
    };
    Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.textContent = "";
      head.append(button);
      head.setAttribute("aria-sort", "none");
      const numeric = head.classList.contains("n");
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of table.tHead.rows[0].cells) other.setAttribute("aria-sort", "none");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const order = rows.map((row, at) => ({ row, at, key: key(row, column) }));
        order.sort((a, b) => {
          // What has no value comes last, whichever way.
          if (!a.key || !b.key) return a.key ? -1 : b.key ? 1 : a.at - b.at;
          const by = numeric ? Number(a.key) - Number(b.key) : a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
          return (down ? -by : by) || a.at - b.at;
        });
        for (const { row } of order) body.append(row);
      });
    });
    const find = document.getElementById("find");
    const state = document.getElementById("state");
    const found = document.getElementById("found");
    const states = Array.from(new Set(rows.map((row) => row.dataset.state))).sort();
    for (const name of states) state.append(new Option(name, name));
    const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
    const filter = () => {
      const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const fits = words.every((word) => texts.get(row).includes(word)) && (!state.value || row.dataset.state === state.value);
        row.hidden = !fits;
        if (fits) shown += 1;
      }
      found.textContent = words.length || state.value ? `${shown} of ${rows.length}` : "";
    };
    find.addEventListener("input", filter);
    state.addEventListener("change", filter);
    table.closest("section").querySelector(".filter").hidden = false;
  }
  const open = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const there = id && document.getElementById(id);
    const folded = there && there.closest("details");
    if (folded && !folded.open) {
      folded.open = true;
      there.scrollIntoView();
    }
  };
  addEventListener("hashchange", open);
  open();
})();
