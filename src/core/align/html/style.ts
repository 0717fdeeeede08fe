/** The page's style, light and dark; colours are named by what they mean. */
export const style = `
:root { color-scheme: light dark; --bg: #fbfbfa; --card: #fff; --text: #1d2126; --dim: #626b76; --line: #e2e5e8;
  --ok: #1a7f4b; --ok-bg: #e3f4ea; --suspect: #a15c00; --suspect-bg: #fdf0d9; --structural: #b3261e; --structural-bg: #fce5e3;
  --floor: #9aa5b1; --band: #dfe6ee; --propagated: #3767c8; --heat: 55, 103, 200; }
@media (prefers-color-scheme: dark) { :root { --bg: #14171a; --card: #1c2024; --text: #e4e7ea; --dim: #98a2ad; --line: #31373d;
  --ok: #5bc98c; --ok-bg: #173425; --suspect: #e7ae57; --suspect-bg: #3a2c12; --structural: #ff8a80; --structural-bg: #45201d;
  --floor: #6d7782; --band: #2a323a; --propagated: #86aaff; --heat: 134, 170, 255; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--text); font: 15px/1.5 system-ui, "Segoe UI", "Noto Sans", "Noto Sans SC", sans-serif; }
main { max-width: 1320px; margin: 0 auto; padding: 20px 24px 64px; }
h1 { font-size: 22px; margin: 4px 0 0; } h2 { font-size: 17px; margin: 0 0 12px; }
code, .mono, td.n { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: 12.5px; }
.device { margin: 0 0 18px; color: var(--dim); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 18px 20px; margin: 16px 0; }
.verdict { border-left: 6px solid var(--ok); } .verdict.diverged { border-left-color: var(--structural); }
.verdict.incomplete { border-left-color: var(--suspect); }
.verdict strong.big { font-size: 26px; letter-spacing: .02em; color: var(--ok); }
.verdict.diverged strong.big { color: var(--structural); } .verdict.incomplete strong.big { color: var(--suspect); }
.cause { margin: 12px 0; padding: 12px 16px; border-radius: 8px; background: var(--structural-bg); }
.cause b { color: var(--structural); } .cause p { margin: 4px 0 0; font-size: 16px; }
ul.evidence { margin: 10px 0 0; padding-left: 20px; color: var(--dim); } ul.evidence li { margin: 3px 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 12px; margin: 16px 0; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 12px 16px; }
.tile b { display: block; font-size: 21px; font-variant-numeric: tabular-nums; } .tile span { color: var(--dim); font-size: 13px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13.5px; } table.layers th, table.layers td { padding: 5px 7px; } a { color: var(--propagated); }
th, td { text-align: left; padding: 5px 9px; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; color: var(--dim); white-space: nowrap; background: var(--card); }
th[data-sort] { cursor: pointer; } th[data-sort]:hover { color: var(--text); }
td.n, th.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td .sub { display: block; color: var(--dim); font-size: 12px; } td.name { overflow-wrap: anywhere; min-width: 200px; } td.shape { white-space: nowrap; }
tr.first td { background: var(--structural-bg); } tr:target td { outline: 2px solid var(--propagated); outline-offset: -2px; }
.tag { display: inline-block; padding: 0 8px; border-radius: 9px; font-size: 12px; font-weight: 600; white-space: nowrap; }
.ok { color: var(--ok); background: var(--ok-bg); } .suspect { color: var(--suspect); background: var(--suspect-bg); }
.structural { color: var(--structural); background: var(--structural-bg); } .none { color: var(--dim); background: var(--band); }
svg { display: block; width: 100%; height: auto; } svg text { fill: var(--dim); font-size: 11px; font-family: inherit; }
svg .grid { stroke: var(--line); } svg .band { fill: var(--band); } svg .floor { fill: none; stroke: var(--text); stroke-opacity: .75; stroke-dasharray: 3 2; stroke-width: 1.2; }
svg .bar-ok { fill: var(--ok); } svg .bar-suspect { fill: var(--suspect); } svg .bar-structural { fill: var(--structural); }
svg .line { fill: none; stroke: var(--propagated); stroke-width: 1.6; }
.legend { display: flex; flex-wrap: wrap; gap: 6px 18px; margin-top: 8px; color: var(--dim); font-size: 13px; }
.legend i { display: inline-block; width: 14px; height: 10px; margin-right: 6px; border-radius: 2px; vertical-align: baseline; }
.filters { display: none; gap: 14px; align-items: center; flex-wrap: wrap; margin-bottom: 10px; }
.filters input[type=search] { padding: 5px 10px; border: 1px solid var(--line); border-radius: 7px; background: var(--bg); color: inherit; font: inherit; width: 320px; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(340px, 1fr)); gap: 22px; } .two h3 { margin: 0 0 6px; font-size: 14px; }
table.matrix { width: auto; } table.matrix td, table.matrix th { text-align: right; padding: 4px 8px; font-variant-numeric: tabular-nums; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 3px 16px; margin: 0; font-size: 13.5px; }
dt { color: var(--dim); } dd { margin: 0; overflow-wrap: anywhere; } ol { margin: 8px 0 0; padding-left: 24px; }
pre { margin: 0; padding: 10px 14px; background: var(--bg); border: 1px solid var(--line); border-radius: 7px; overflow-x: auto; }
details summary { cursor: pointer; color: var(--dim); } footer { color: var(--dim); font-size: 13px; }
@media print { .card, .tile { break-inside: avoid; } }
`;

/** Sorting and filtering of the table of layers. The page is complete without it. */
export const script = `
const filters = document.querySelector(".filters"), table = document.querySelector("table.layers");
if (filters && table) {
  filters.style.display = "flex";
  const rows = [...table.tBodies[0].rows], search = filters.querySelector("[type=search]");
  const bad = filters.querySelector("[name=bad]"), leaves = filters.querySelector("[name=parameters]");
  const apply = () => {
    const text = search.value.trim().toLowerCase();
    for (const row of rows) row.hidden = (bad.checked && row.dataset.verdict === "ok") ||
      (leaves.checked && row.dataset.parameters === "0") || (text !== "" && !row.textContent.toLowerCase().includes(text));
  };
  filters.addEventListener("input", apply);
  table.tHead.addEventListener("click", (event) => {
    const head = event.target.closest("th[data-sort]");
    if (!head) return;
    const down = head.dataset.down !== "1", at = head.cellIndex;
    for (const other of table.tHead.rows[0].cells) { delete other.dataset.down; other.removeAttribute("aria-sort"); }
    head.dataset.down = down ? "1" : "0"; head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const value = (row) => row.cells[at].dataset.value ?? row.cells[at].textContent;
    rows.sort((a, b) => (Number(value(b)) - Number(value(a)) || value(a).localeCompare(value(b))) * (down ? 1 : -1));
    table.tBodies[0].append(...rows);
  });
}
`;
