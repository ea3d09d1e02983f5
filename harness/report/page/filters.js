{
  const { el } = page.dom;
  /** @type {Map<string, {label: string, options: () => [string, string][], match: (row: any, value: string, query: URLSearchParams) => boolean}>} */
  const filters = new Map();

  /**
   * Adds a filter of rows: `key` in the address, what it can be, and which rows stay. No options: it is not shown.
   * @param {string} key @param {any} filter
   */
  page.filter = (key, filter) => filters.set(key, filter);

  const overview = () => page.data.overview;
  const distinct = (values) => [...new Set(values.filter((v) => v !== null && v !== undefined))].sort();

  page.filter('who', {
    label: 'Backend',
    options: () => overview().members.map((m, i) => [String(i), m.name]),
    match: (row, value) => row.member === Number(value),
  });
  page.filter('kind', {
    label: 'Finding',
    options: () => {
      const used = new Set(overview().checks.map(([, family]) => family));
      return [
        ...[...overview().families.values()].filter((f) => used.has(f.key)).map((f) => [f.key, `any ${f.label}`]),
        ...overview().checks.map(([check]) => [check, check]).sort(),
      ];
    },
    match: (row, value, query) => row.kinds.some((kind) => ofKind(kind, value) && (!query.get('sev') || kind[1] === query.get('sev'))),
  });
  page.filter('sev', {
    label: 'Severity',
    options: () => [['error', 'errors'], ['warning', 'warnings'], ['info', 'notes']],
    match: (row, value, query) => row.kinds.some((kind) => kind[1] === value && ofKind(kind, query.get('kind'))),
  });
  page.filter('topic', {
    label: 'Topic',
    options: () => distinct(overview().articles.map((a) => a.topic)).map((t) => [t, t]),
    match: (row, value) => row.article.topic === value,
  });
  page.filter('state', {
    label: 'State',
    options: () => {
      const states = distinct(overview().rows.map((r) => r.state));
      return states.length < 2 ? [] : states.map((s) => [s, page.words.STATES[s]]);
    },
    match: (row, value) => row.state === value,
  });

  const ofKind = ([check], value) => !value || check === value || overview().family.get(check) === value;

  /** Whether the filters ask for findings like this one. @param {{check: string, severity: string}} finding */
  const asked = ({ check, severity }, query) =>
    Boolean(query.get('kind') || query.get('sev')) && ofKind([check], query.get('kind')) && (!query.get('sev') || severity === query.get('sev'));

  const inTitle = (article, wanted) => [article.id, article.title, article.topic].some((text) => text && text.toLowerCase().includes(wanted));

  /** The articles with at least one row that every filter keeps; each with those rows. @param {URLSearchParams} query */
  const chosen = (query, found = new Set()) => {
    const active = [...filters].filter(([key]) => query.get(key));
    const wanted = (query.get('q') || '').trim().toLowerCase();
    const kept = [];
    for (const article of overview().articles) {
      if (wanted && !found.has(article.number) && !inTitle(article, wanted)) continue;
      const rows = article.rows.filter((row) => active.every(([key, filter]) => filter.match(row, query.get(key), query)));
      if (rows.length) kept.push({ article, rows });
    }
    return sorted(kept, query);
  };

  /** The query without backends and metrics that this report does not have, and whether there were any. */
  const known = (query) => {
    const kept = new URLSearchParams(query);
    const member = (text) => /^\d+$/.test(text) && Number(text) < overview().members.length;
    const fits = { who: member, pair: (text) => /^\d+-\d+$/.test(text) && text.split('-').every(member), m: (text) => overview().metrics.some((m) => m.name === text) };
    for (const [key, fit] of Object.entries(fits)) if (kept.get(key) && !fit(kept.get(key))) kept.delete(key);
    return { query: kept, strange: [...query.keys()].length > [...kept.keys()].length };
  };

  const metricOf = (query) => query.get('m') || (overview().metrics.find((m) => m.headline) || overview().metrics[0])?.name;
  const mean = (values) => (values.length ? values.reduce((a, b) => a + b, 0) / values.length : null);
  const score = (rows, metric) => mean(rows.map((row) => row.values[metric]).filter((v) => v !== null && v !== undefined));
  const scoreOf = (article, member, metric) => score(article.rows.filter((row) => row.member === member), metric);

  /** The pair whose difference is looked at: [baseline, candidate], or null. */
  const pairOf = (query) => {
    const asked = /^(\d+)-(\d+)$/.exec(query.get('pair') || '');
    if (asked) return [Number(asked[1]), Number(asked[2])];
    return overview().pairs[0] || null;
  };
  /** Candidate minus baseline on an article; null where either has no score. */
  const difference = (article, query) => {
    const pair = pairOf(query);
    if (!pair) return null;
    const [old, now] = pair.map((member) => scoreOf(article, member, metricOf(query)));
    return old === null || now === null ? null : now - old;
  };
  const graveness = (rows) => rows.flatMap((row) => row.kinds).reduce((sum, [, severity, n]) => sum + n * { error: 1000, warning: 1, info: 0 }[severity], 0);

  const SORTS = {
    contribution: (item, query) => -Math.abs(difference(item.article, query) ?? -0),
    lowest: (item, query) => score(item.rows, metricOf(query)) ?? Infinity,
    highest: (item, query) => -(score(item.rows, metricOf(query)) ?? -Infinity),
    grave: (item) => -graveness(item.rows),
  };
  const sorted = (kept, query) => {
    const by = SORTS[query.get('sort')];
    if (!by) return kept;
    const keyed = kept.map((item, place) => [by(item, query), place, item]);
    return keyed.sort((a, b) => (a[0] === b[0] ? a[1] - b[1] : a[0] < b[0] ? -1 : 1)).map((entry) => entry[2]);
  };

  /** The keys of the address that choose and order articles; they go along from the list to an article and back. */
  const KEYS = () => [...filters.keys(), 'q', 'm', 'sort', 'pair'];
  const context = (query) => new URLSearchParams([...query].filter(([key]) => KEYS().includes(key)));

  const select = (key, label, options, value, change, none = 'all') => {
    const made = el('select', { on: { change: (event) => change(key, event.target.value) } });
    if (none !== null) made.append(el('option', { value: '' }, none));
    for (const [option, text] of options) made.append(el('option', { value: option, selected: option === value }, page.dom.line(text)));
    return el('label', {}, label, made);
  };

  page.filters = { filters, chosen, asked, known, context, metricOf, pairOf, difference, scoreOf, select };
}
