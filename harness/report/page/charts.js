{
  /** The points of a chart with the keyboard: Tab stops at one of them, arrows go on, up and down change the row. */
  const MOVES = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1], Home: [-Infinity, 0], End: [Infinity, 0] };
  const rowsOf = (svg) => [...svg.querySelectorAll('g.row')].map((row) => [...row.querySelectorAll('a')]).filter((row) => row.length);
  const clamp = (n, most) => Math.max(0, Math.min(most, n));
  const stop = (svg, link) => {
    for (const other of svg.querySelectorAll('a[tabindex="0"]')) other.setAttribute('tabindex', '-1');
    link.setAttribute('tabindex', '0');
  };

  /** The point of another row that stands nearest to this one. */
  const nearest = (row, link) => {
    const at = link.getBoundingClientRect().x;
    return row.reduce((best, other) => (Math.abs(other.getBoundingClientRect().x - at) < Math.abs(best.getBoundingClientRect().x - at) ? other : best));
  };

  const moved = (event) => {
    const svg = event.currentTarget;
    const link = event.target.closest('a');
    const step = MOVES[event.key];
    if (!link || !step) return;
    const rows = rowsOf(svg);
    const at = rows.findIndex((row) => row.includes(link));
    const next = step[1] ? nearest(rows[clamp(at + step[1], rows.length - 1)], link) : rows[at][clamp(rows[at].indexOf(link) + step[0], rows[at].length - 1)];
    event.preventDefault();
    event.stopPropagation();
    stop(svg, next);
    next.focus();
    page.dom.say(next.querySelector('title').textContent);
  };

  for (const svg of document.querySelectorAll('.charts.points svg')) {
    const first = svg.querySelector('g.row a');
    if (!first) continue;
    stop(svg, first);
    svg.addEventListener('keydown', moved);
    svg.addEventListener('focusin', (event) => { if (event.target.closest('a')) stop(svg, event.target.closest('a')); });
  }
}
