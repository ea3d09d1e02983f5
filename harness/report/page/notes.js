{
  const { el, line, scroll } = page.dom;
  const { value } = page.numbers;
  const TOLD = { 'fact.found': ['told', '✓ told'], 'fact.wrong': ['missing', '✕ told wrongly'], 'fact.missing': ['missing', '✕ missing'] };
  const KINDS = { whats_next: "what's next", boilerplate: 'standing text', related: 'related links' };
  /** What the tags in the matrix of sentences say. */
  const TAGS = {
    fused: 'Joins what two sources say; neither says all of it. Read whether it fits together.',
    'one source': 'One independent source alone bears this sentence out.',
    'no source': 'No source bears this sentence out in these words; it may be said in others.',
  };
  const LEDGERS = [
    ['quotes', 'Quotations', 'speaker'],
    ['numbers', 'Numbers', ''],
    ['names', 'Names', 'title'],
    ['dates', 'Dates', 'means'],
  ];

  const slice = (panel, start, end) => (panel.summary === undefined ? `letters ${start}–${end}` : panel.summary.slice(start, end).replace(/\s+/g, ' ').trim());
  const short = (text, most = 160) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

  /** Why nothing was looked for, where that is so. */
  const unseen = (panel) => (panel.state === 'metric_error' ? '' : page.pieces.findings.UNSEEN[panel.state] || '');

  /** "3 missing, 1 of them vital" */
  const untold = (missing, n) => {
    if (!missing) return '';
    return missing === 1 ? `1 missing, ${n ? 'and it is' : 'not a'} vital${n ? '' : ' one'}` : `${missing} missing, ${n || 'none'} of them vital`;
  };

  const facts = (article, panel, act) => {
    const { members, runs } = page.data.overview;
    if (runs[members[panel.member].run]?.texts === false) {
      return el('p', { class: 'note' }, 'A baseline keeps errors and warnings, without evidence.');
    }
    if (!panel.facts.length) return el('p', { class: 'note' }, unseen(panel) || 'The article has no key facts, or no metric of this run looks for them.');
    const rank = ['fact.wrong', 'fact.missing', 'fact.found'];
    const vital = (fact) => fact.check === 'fact.missing' && fact.severity === 'warning';
    const order = [...panel.facts].sort((a, b) => rank.indexOf(a.check) - rank.indexOf(b.check) || vital(b) - vital(a));
    const missing = panel.facts.filter((f) => f.check === 'fact.missing');
    const [told, wrong] = ['fact.found', 'fact.wrong'].map((check) => panel.facts.filter((f) => f.check === check).length);
    const sums = [
      `${told} of ${panel.facts.length} told`, wrong ? `${wrong} told wrongly` : '',
      untold(missing.length, missing.filter(vital).length),
    ];
    const items = order.map((fact) => {
      const [kind, text] = TOLD[fact.check] || ['', fact.check];
      const place = fact.claim && el('button', { type: 'button', class: 'cite', on: { click: () => act.summary(...fact.claim) } }, 'in the summary');
      return el('li', {}, el('span', { class: `badge ${kind === 'told' ? 'told' : 'error'}` }, vital(fact) ? `${text}, vital` : text), ' ',
        el('span', { class: 'what', dir: 'auto' }, fact.expected || fact.message || ''), fact.check === 'fact.wrong' && fact.message ? el('p', { class: 'sub' }, fact.message) : null,
        el('div', { class: 'cites' }, place), page.pieces.findings.cites(article, fact.evidence, act));
    });
    return el('div', {}, el('p', { class: 'note' }, `${sums.filter(Boolean).join('; ')}.${missing.length ? ' Vital is what no summary may leave out; the other facts count half in the coverage.' : ''}`), el('ul', { class: 'lines' }, ...items));
  };

  const sentences = (article, panel, act) => {
    if (!panel.matrix.length) return el('p', { class: 'note' }, unseen(panel) || 'Who bears out which sentence is told by the metric “attribution”: this run did not ask it, or it found no sentence that says anything of the event.');
    const head = el('tr', {}, el('th', { scope: 'col' }, 'Sentence'), ...article.sources.map((_, i) => el('th', { scope: 'col', class: 'num' }, el('abbr', { title: page.pieces.findings.sourceName(article, i), tabindex: '0' }, String(i + 1)))));
    const rows = panel.matrix.map(([start, end, note, cells], n) => {
      const text = el('button', { type: 'button', on: { click: () => act.summary(start, end) } }, `${n + 1}. ${slice(panel, start, end)}`);
      const tds = cells.map((cell) => {
        if (!cell) return el('td', { class: 'num none' }, '–');
        const told = cell[0] === null ? 'yes' : cell[0].toFixed(2);
        return el('td', { class: 'num' }, cell.length < 3 ? told : el('button', { type: 'button', 'aria-label': `${told}: show the passage`, on: { click: () => { act.summary(start, end); act.source(cells.indexOf(cell), cell[1], cell[2]); } } }, told));
      });
      return el('tr', {}, el('th', { scope: 'row', dir: 'auto' }, text, note ? ' ' : null, note ? el('span', { class: 'tag' }, note) : null), ...tds);
    });
    const table = el('table', { class: 'matrix' }, el('thead', {}, head), el('tbody', {}, ...rows));
    const tags = Object.keys(TAGS).filter((tag) => panel.matrix.some((entry) => entry[2] === tag));
    const legend = tags.length ? el('dl', {}, ...tags.flatMap((tag) => [el('dt', {}, el('span', { class: 'tag' }, tag)), el('dd', {}, TAGS[tag])])) : null;
    return el('div', {}, el('p', { class: 'note' }, 'Which source, by its number, bears which sentence out: support by its words, 0 to 1. A dash: not in these words. Press a number to see the passage.'), legend, scroll('Sentences and the sources that bear them out', table));
  };

  const outline = (panel, act) => {
    if (!panel.outline || !panel.outline.length) return el('p', { class: 'note' }, panel.length ? 'The text was kept out of this page, and its outline with it.' : unseen(panel) || 'There is no text, so there is no outline.');
    const items = panel.outline.map(([kind, start, end, date]) =>
      el('li', {}, el('button', { type: 'button', on: { click: () => act.summary(start, end) } },
        el('span', { class: 'sub' }, KINDS[kind] || kind, date ? ` ${line(date)}` : ''), el('span', { class: 'what', dir: 'auto' }, short(slice(panel, start, end), 110)))));
    return el('ol', { class: 'outline' }, ...items);
  };

  const judged = (panel, places, found) => {
    if (found.length) {
      const worst = ['error', 'warning', 'info'].find((s) => found.some((n) => panel.findings[n].severity === s));
      const kind = { error: 'bad', warning: 'doubt', info: 'open' }[worst];
      return el('span', { class: `verdict ${kind}` }, `${page.words.SIGNS[worst]} finding${found.length > 1 ? 's' : ''} ${found.map((n) => n + 1).join(', ')}`);
    }
    if (!places.length) return el('span', { class: 'verdict open' }, 'in no source in this form');
    return el('span', { class: 'verdict good' }, `✓ in ${page.numbers.many(places.length, 'source')}`);
  };

  const ledger = (article, panel, act, [key, title, about]) => {
    const entries = panel.ledgers[key];
    const items = entries.map(([start, end, note, places, found]) => {
      const go = () => (found.length ? act.choose(found[0] + 1) : act.summary(start, end));
      return el('li', {}, el('button', { type: 'button', class: 'what', on: { click: go } }, short(slice(panel, start, end))),
        note ? el('span', { class: 'sub' }, ` ${about ? `${about}: ` : ''}${key === 'dates' ? page.numbers.time(note) : line(note)} `) : ' ', judged(panel, places, found),
        page.pieces.findings.cites(article, places, act));
    });
    return [el('h3', {}, `${title} (${entries.length})`), entries.length ? el('ul', { class: 'lines' }, ...items) : el('p', { class: 'note' }, 'None.')];
  };

  /** Entries of the timeline with what checks say of each. */
  const timeline = (panel, act) => {
    const entries = (panel.outline || []).filter(([kind]) => kind === 'timeline');
    if (!entries.length) return [];
    const items = entries.map(([, start, end, date]) => {
      const on = panel.findings.map((f, i) => [f, i]).filter(([f]) => f.claim && f.claim[0] < end && start < f.claim[1] && /^(timeline|date)\./.test(f.check));
      return el('li', {}, el('button', { type: 'button', class: 'what', on: { click: () => act.summary(start, end) } }, short(slice(panel, start, end))), ' ',
        on.length ? judged(panel, [], on.map(([, i]) => i)) : el('span', { class: `verdict ${date ? 'good' : 'open'}` }, date ? '✓ nothing found' : 'no date'));
    });
    return [el('h3', {}, `Timeline (${entries.length})`), el('ul', { class: 'lines' }, ...items)];
  };

  const ledgers = (article, panel, act) => {
    if (!panel.ledgers) return el('p', { class: 'note' }, unseen(panel) || 'The ledgers need the texts of summary and sources, in English.');
    const made = el('div', {}, el('p', { class: 'note' }, 'What the summary says, item by item, and which sources have the same. “In no source in this form” is no accusation: it may be said in other words.'));
    made.append(...LEDGERS.flatMap((each) => ledger(article, panel, act, each)), ...timeline(panel, act));
    return made;
  };

  /** A part of a score with what it means; of a family of parts, such as `source[wire]`, what stands before the bracket is explained. */
  const part = (name, meanings) => {
    const head = name.split('[')[0];
    return page.pieces.findings.term(name, Object.hasOwn(meanings, head) ? meanings[head] : '');
  };

  const scores = (panel) => {
    const made = el('div');
    for (const [name, [score, parts, why]] of Object.entries(panel.scores)) {
      const about = page.data.overview.metrics.find((m) => m.name === name);
      const label = line(about ? about.label : name);
      made.append(el('h3', {}, `${label} ${value(score)}`));
      if (why) made.append(el('p', { class: 'flag' }, why));
      if (about && about.help) made.append(el('p', { class: 'note' }, about.help));
      const rows = Object.entries(parts).map(([key, x]) => el('tr', {}, el('td', { role: 'rowheader' }, part(key, (about && about.parts) || {})), el('td', { class: 'num' }, el('b', {}, value(x)))));
      if (rows.length) made.append(el('table', { class: 'matrix' }, el('caption', { class: 'away' }, `Parts of ${label}`), el('tbody', {}, ...rows)));
    }
    if (!made.childNodes.length) made.append(el('p', { class: 'note' }, unseen(panel) || 'No metric gave this summary a score.'));
    return made;
  };

  page.pieces.notes = { facts, sentences, outline, ledgers, scores };
}
