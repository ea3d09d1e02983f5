{
  const { el, scroll, line, say } = page.dom;
  const { value, difference, many } = page.numbers;
  const { address } = page.route;
  /** Kinds that have a table of their own: the article view counts them apart as well. */
  const NO_KIND = ['claim.sources', 'fact.missing'];

  let root = null;
  let query = new URLSearchParams();
  let found = new Set();
  let searched = '';
  let searching = 0;
  let place = 0;

  const change = (key, now) => {
    query = new URLSearchParams(query);
    if (now) query.set(key, now);
    else query.delete(key);
    if (key === 'pair') {
      // whoever asks for a difference wants to see it
      query.set('sort', 'contribution');
      root.querySelector('.sort select').value = 'contribution';
    }
    page.route.note(query);
    if (key === 'q') search();
    fill();
  };

  /** Looks through the texts as well, block by block; the list grows as they are found. */
  const search = async () => {
    const wanted = (query.get('q') || '').trim().toLowerCase();
    if (wanted === searched) return;
    const turn = ++searching;
    searched = wanted;
    found = new Set();
    if (wanted.length < 3 || page.data.overview.redacted) return;
    let shown = performance.now();
    for await (const [number, text] of page.data.texts()) {
      if (turn !== searching) return; // other words are asked for, or another view
      if (text.includes(wanted)) found.add(number);
      if (performance.now() - shown > 300) {
        fill();
        shown = performance.now();
      }
    }
    fill();
  };

  const bar = () => {
    const overview = page.data.overview;
    const { select } = page.filters;
    const made = el('form', { class: 'filters', role: 'search', 'aria-label': 'Filters', on: { submit: (event) => event.preventDefault() } });
    const input = el('input', { type: 'search', id: 'search', value: query.get('q') || '', placeholder: 'words, names, ids', on: { input: (event) => change('q', event.target.value) } });
    made.append(el('label', {}, 'Search', input));
    for (const [key, filter] of page.filters.filters) {
      const options = filter.options();
      if (options.length > 1) made.append(select(key, filter.label, options, query.get(key), change));
    }
    const metrics = overview.metrics.map((metric) => [metric.name, metric.label]);
    made.append(select('m', 'Metric', metrics, page.filters.metricOf(query), change, null));
    const pairs = overview.pairs.map((pair) => [pair.join('-'), `${overview.members[pair[1]].name} − ${overview.members[pair[0]].name}`]);
    if (pairs.length) made.append(select('pair', 'Difference', pairs, (page.filters.pairOf(query) || []).join('-'), change, null));
    const sorts = [['lowest', 'lowest score'], ['highest', 'highest score'], ['grave', 'gravest findings']];
    if (pairs.length) sorts.unshift(['contribution', 'contribution to the difference']);
    const sort = select('sort', 'Sort by', sorts, query.get('sort'), change, 'order of the suite');
    sort.className = 'sort';
    made.append(sort);
    made.append(page.dom.button('Clear', () => page.route.go('articles')));
    return made;
  };

  const counts = (rows) => {
    const total = { error: 0, warning: 0 };
    for (const row of rows) for (const [check, severity, n] of row.kinds) if (severity in total && !NO_KIND.includes(check)) total[severity] += n;
    return ['error', 'warning'].filter((s) => total[s]).map((s) => `${page.words.SIGNS[s]} ${total[s]}`).join(' ');
  };

  const cell = (article, member, rows, metric, largest) => {
    if (!rows.length) return el('td', { class: 'num none' }, '–');
    const score = page.filters.scoreOf(article, member, metric);
    const states = rows.filter((row) => row.state !== 'ok').map((row) => page.words.STATES[row.state]);
    const told = score === null ? states[0] || 'unscored' : value(score, [largest]);
    const link = el('a', { href: address('article', [article.number], linked(member)) }, told, ' ', el('span', { class: 'counts' }, counts(rows)));
    return el('td', { class: `num${controlled(member)}` }, link);
  };

  const controlled = (member) => (page.data.overview.members[member].control ? ' control' : '');

  const linked = (member) => {
    const kept = page.filters.context(query);
    if (member !== null) kept.set('b', String(member));
    return kept;
  };

  const row = ({ article, rows }, members, metric, pair, largest) => {
    const member = query.get('who') ? Number(query.get('who')) : rows[0].member;
    const name = el('a', { href: address('article', [article.number], linked(member)) }, line(article.title || article.id));
    const tr = el('tr', {}, el('th', { scope: 'row' }, name, el('span', { class: 'id' }, line([article.id, article.topic].filter(Boolean).join(' · ')))));
    if (pair) {
      const d = page.filters.difference(article, query);
      const better = d && (d > 0) === (page.data.overview.metrics.find((m) => m.name === metric).higher !== false);
      tr.append(el('td', { class: 'num' }, el('span', { class: `up-down ${!d ? '' : better ? 'plus' : 'minus'}` }, d === null ? '–' : `${d ? (d > 0 ? '▲ ' : '▼ ') : ''}${difference(d, [largest])}`)));
    }
    for (const m of members) tr.append(cell(article, m, rows.filter((r) => r.member === m), metric, largest));
    return tr;
  };

  /** The table below the filters. */
  const fill = () => {
    const overview = page.data.overview;
    const kept = page.filters.chosen(query, found);
    const metric = page.filters.metricOf(query);
    const label = overview.metrics.find((m) => m.name === metric)?.label || metric || '';
    const members = query.get('who') ? [Number(query.get('who'))] : overview.members.map((_, i) => i);
    const pair = query.get('sort') === 'contribution' ? page.filters.pairOf(query) : null;
    const head = el('tr', {}, el('th', { scope: 'col' }, 'Article'));
    if (pair) head.append(el('th', { scope: 'col', class: 'num' }, line(`${overview.members[pair[1]].name} − ${overview.members[pair[0]].name}`)));
    for (const m of members) head.append(el('th', { scope: 'col', class: `num${controlled(m)}` }, line(overview.members[m].name)));
    const body = el('tbody');
    // one precision for the whole table
    const largest = Math.max(0, ...kept.flatMap(({ rows }) => rows.map((r) => Math.abs(r.values[metric] ?? 0))));
    for (const item of kept) body.append(row(item, members, metric, pair, largest));
    const table = el('table', { class: 'articles' }, el('thead', {}, head), body);
    const told = kept.length === overview.articles.length ? many(kept.length, 'article') : `${kept.length} of ${many(overview.articles.length, 'article')}`;
    const said = `${told}; the numbers are ${line(label)}, the marks count errors (✕) and warnings (▲) without missing key facts.`;
    const kind = query.get('kind');
    const meaning = kind && page.pieces.findings.meaning(kind);
    root.querySelector('.count').textContent = meaning ? `${said} ${kind}: ${meaning}` : said;
    root.querySelector('.listed').replaceChildren(kept.length ? scroll('Articles and backends', table) : el('p', { class: 'note' }, 'No article fits these filters.'));
    if (kept.length !== place) say(told);
    place = kept.length;
  };

  /** Moves the focus along the links of the first column. @param {number} step */
  const move = (step) => {
    const links = [...root.querySelectorAll('.articles th a')];
    const at = links.findIndex((link) => link.closest('tr').contains(document.activeElement));
    const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + step))];
    if (next) next.focus();
  };

  page.view('articles', {
    nav: 'Articles',
    title: () => 'Articles',
    draw(route, into) {
      root = into;
      const asked = page.filters.known(route.query);
      query = asked.query;
      place = -1;
      const strange = asked.strange ? el('p', { class: 'note' }, 'The address asks for a backend or a metric that this report does not have; that part is left out.') : '';
      root.replaceChildren(el('h1', { class: 'lead' }, 'Articles'), strange, bar(), el('p', { class: 'count' }), el('div', { class: 'listed' }));
      searched = '';
      found = new Set();
      if (query.get('q')) search();
      fill();
    },
    leave() {
      searching += 1;
    },
    keys: {
      j: ['next article', () => move(1)],
      k: ['previous article', () => move(-1)],
      ArrowDown: ['next article', () => move(1)],
      ArrowUp: ['previous article', () => move(-1)],
      Escape: ['first screen', () => page.route.go('first')],
    },
  });
}
