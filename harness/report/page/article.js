{
  const { el, line, reveal, say } = page.dom;
  const { value, many } = page.numbers;
  const { address } = page.route;
  const TABS = [['findings', 'Findings'], ['facts', 'Key facts'], ['sentences', 'Sentences'], ['outline', 'Outline'], ['ledgers', 'Ledgers'], ['scores', 'Scores']];

  /** What is shown now. */
  let here = null;

  const number = () => Number(here.route.path[0]);
  const query = () => here.route.query;
  const note = (changes) => {
    const next = new URLSearchParams(query());
    for (const [key, now] of Object.entries(changes)) {
      if (now === null || now === undefined) next.delete(key);
      else next.set(key, String(now));
    }
    here.route.query = next;
    page.route.note(next);
  };

  /** The panel that the address asks for, else the first. */
  const chosen = (doc, asked) => {
    const members = (asked.get('b') || '').split(',').filter(Boolean).map(Number);
    const sample = asked.get('s');
    const fits = doc.panels.filter((p) => p.member === members[0]);
    return fits.find((p) => String(p.sample) === sample) || fits[0] || doc.panels[0];
  };

  const name = (panel) => {
    const member = page.data.overview.members[panel.member];
    const again = here.doc.panels.filter((p) => p.member === panel.member).length > 1;
    return `${line(member.name)}${again ? `, sample ${panel.sample}` : ''}`;
  };

  const linkTo = (panel, changes = {}) => {
    const next = page.filters.context(query());
    next.set('b', String(panel.member));
    if (panel.sample) next.set('s', String(panel.sample));
    for (const key of ['t', 'src', 'cols']) if (query().get(key)) next.set(key, query().get(key));
    for (const [key, now] of Object.entries(changes)) next.set(key, now);
    return address('article', [number()], next);
  };

  const tally = (panel) =>
    ['error', 'warning'].map((s) => [s, panel.findings.filter((f) => f.severity === s).length]).filter(([, n]) => n).map(([s, n]) => `${page.words.SIGNS[s]} ${n}`).join(' ');

  const head = () => {
    const { doc } = here;
    const list = page.filters.context(query());
    const { kept, at, near } = way();
    const step = (entry, text, label) => page.dom.button(text, () => step_to(entry), { 'aria-label': label, title: label, disabled: entry === undefined });
    return el('div', { class: 'article-head' },
      el('h1', { dir: 'auto' }, line(doc.title || doc.id)),
      page.data.overview.articles.length < 2 ? null : el('div', { class: 'steps' }, step(near(-1), '← Previous', 'Previous article (left arrow)'), at < 0 ? null : el('span', { class: 'sub' }, `${at + 1} of ${kept.length}`), step(near(1), 'Next →', 'Next article (right arrow)')),
      el('p', { class: 'sub' }, el('a', { href: address('articles', [], list) }, '‹ Articles'), ` · ${line(doc.id)}${doc.published ? ` · ${page.numbers.time(doc.published)}` : ''} · ${many(doc.sources.length, 'source')}`));
  };

  /** The articles that the filters keep, by number, and which of them is shown. */
  const way = () => {
    const kept = page.filters.chosen(page.filters.context(query())).map((item) => item.article.number);
    const at = kept.indexOf(number());
    return { kept, at, near: (step) => (at < 0 ? undefined : kept[at + step]) };
  };

  const step_to = (entry) => {
    const next = page.filters.context(query());
    for (const key of ['b', 't', 'cols']) if (query().get(key)) next.set(key, query().get(key));
    page.route.go('article', [entry], next);
  };

  const members = () =>
    el('nav', { class: 'members', 'aria-label': 'Backends' }, ...here.doc.panels.map((panel) => {
      const control = page.data.overview.members[panel.member].control;
      const about = { href: linkTo(panel), class: control ? 'control' : '', title: control ? 'control' : null, 'aria-current': panel === here.panel ? 'true' : null };
      return el('a', about, name(panel), control ? null : ' ', control ? null : el('span', { class: 'counts' }, tally(panel)));
    }), page.pieces.side?.door(here.doc, here.panel, here));

  const strip = () => {
    const shown = page.data.overview.metrics.filter((m) => m.headline && here.panel.scores[m.name]);
    return el('p', { class: 'strip' }, ...shown.map((m) => el('span', {}, m.help ? el('abbr', { title: m.help, tabindex: '0' }, line(m.label)) : line(m.label), ' ', el('b', {}, value(here.panel.scores[m.name][0])))), el('span', {}, many(here.panel.words, 'word')));
  };

  const sign = (finding, n) => () => {
    const kin = page.pieces.findings.family(finding.check);
    const text = `${page.words.NAMES[finding.severity]} ${n}, ${kin.label}`;
    return el('button', { type: 'button', class: `sign ${finding.severity}`, title: text, 'aria-label': text, 'aria-pressed': 'false', data: { keys: `f${n}` }, on: { click: () => choose(n) } }, kin.sign, finding.severity === 'info' ? null : el('span', { class: 'label' }, ` ${kin.label} `), String(n));
  };

  /** The text of the summary, with its findings and the place that somebody asked to see. */
  const fillSummary = (shown = null) => {
    const { panel } = here;
    const spans = panel.findings.flatMap((f, i) =>
      f.claim ? [{ start: f.claim[0], end: f.claim[1], key: `f${i + 1}`, kind: page.pieces.findings.family(f.check).key, severity: f.severity, after: sign(f, i + 1) }] : []);
    if (shown) spans.push({ start: shown[0], end: shown[1], key: 'shown', kind: 'shown' });
    for (const [kind, start, end] of panel.outline || []) if (kind === 'headline' || kind === 'heading') spans.push({ start, end, key: 'part', kind: 'headline', plain: true });
    here.text.replaceChildren(page.marks.marked(panel.summary, spans));
  };

  const summaryPane = () => {
    const { panel } = here;
    const pane = el('section', { class: 'pane summary', tabindex: '0', 'aria-label': 'Summary' }, el('h2', {}, here.doc.panels.length > 1 ? `Summary by ${name(panel)}` : 'Summary'), strip());
    if (panel.state !== 'ok') pane.append(el('p', { class: 'flag' }, `${page.words.STATES[panel.state]}${panel.reason ? `: ${panel.reason}` : ''}`));
    if (panel.error) pane.append(el('p', { class: 'flag' }, `${panel.error.type}: ${panel.error.message}`));
    here.text = el('div', { class: 'story', dir: 'auto' });
    if (panel.summary) fillSummary();
    else if (panel.length) here.text = el('p', { class: 'note' }, `The text (${panel.length} letters) was kept out of this page.`);
    pane.append(here.text);
    return pane;
  };

  /** What lists may do: choose a finding, show a place in a source or in the summary. */
  const act = {
    choose: (n) => choose(n),
    address: (n) => linkTo(here.panel, { f: n }),
    source(i, start, end) {
      if (narrow()) pane('sources');
      here.sources.show(i, start, end);
      note({ src: i });
    },
    summary(start, end) {
      if (!here.panel.summary) return;
      if (narrow() && innerWidth < 800) pane('summary');
      fillSummary([start, end]);
      reveal(here.text.querySelector('.shown'));
    },
  };

  const narrow = () => innerWidth < 1180;

  /** Lights up a finding: claim, card and evidence, and scrolls them into view. */
  const join = (n, scrolled = true) => {
    const key = n === null ? null : `f${n}`;
    page.marks.join(here.root, key);
    for (const button of here.root.querySelectorAll('.sign, .finding>button')) button.setAttribute('aria-pressed', String(key !== null && button.closest('[data-keys]')?.dataset.keys === key));
    if (n === null) return;
    const finding = here.panel.findings[n - 1];
    const evidence = finding.evidence.find((e) => typeof e[0] === 'number' && e[0] >= 0);
    if (evidence && here.doc.sources[evidence[0]].text !== undefined) here.sources.open(evidence[0]);
    if (!scrolled) return;
    reveal(here.text.querySelector(`[data-keys~="${key}"]`));
    reveal(here.root.querySelector(`#${key}`));
    if (evidence) reveal(here.sources.panel(evidence[0])?.querySelector(`[data-keys~="${key}"]`));
  };

  /** Chooses a finding for good: it stays lit and stands in the address. Choosing it again lets it go. */
  const choose = (n, toggle = true) => {
    const now = toggle && here.active === n ? null : n;
    here.active = now;
    note({ f: now, t: now === null ? query().get('t') : null });
    if (now !== null && here.tab !== 'findings') tab('findings');
    join(now);
    if (now !== null) say(page.pieces.findings.message(here.panel.findings[now - 1]));
  };

  const evidenceSpans = () => {
    const spans = here.doc.sources.map(() => []);
    here.panel.findings.forEach((finding, i) => {
      for (const e of finding.evidence) if (typeof e[0] === 'number' && e[0] >= 0) spans[e[0]].push({ start: e[1], end: e[2], key: `f${i + 1}`, kind: 'evidence' });
    });
    return spans;
  };

  const notesPane = () => {
    const counts = { findings: here.panel.findings.length, facts: here.panel.facts.length };
    const names = TABS.map(([key, text]) => [key, counts[key] === undefined ? text : `${text} ${counts[key]}`]);
    here.tabs = page.tablist('What was found', names, here.tab, (key) => {
      tab(key);
      note({ t: key === 'findings' ? null : key });
    });
    here.notes = el('div', { role: 'tabpanel' });
    return el('section', { class: 'pane notes', tabindex: '0', 'aria-label': 'Findings and checks' }, here.tabs.list, here.notes);
  };

  const tab = (key) => {
    const { doc, panel } = here;
    const pieces = page.pieces.notes;
    const make = {
      findings: () => page.pieces.findings.list(doc, panel, act),
      facts: () => pieces.facts(doc, panel, act),
      sentences: () => pieces.sentences(doc, panel, act),
      outline: () => pieces.outline(panel, act),
      ledgers: () => pieces.ledgers(doc, panel, act),
      scores: () => pieces.scores(panel),
    };
    here.tab = make[key] ? key : 'findings';
    here.tabs.select(here.tab);
    here.notes.id = `panel-${here.tab}`;
    here.notes.setAttribute('aria-labelledby', `tab-${here.tab}`);
    here.notes.replaceChildren(make[here.tab]());
    if (here.panes) for (const other of TABS) if (other[0] !== here.tab) here.root.querySelector(`#tab-${other[0]}`)?.removeAttribute('aria-controls');
    here.root.querySelector(`#tab-${here.tab}`)?.setAttribute('aria-controls', here.notes.id);
  };

  const PANES = [['summary', 'Summary'], ['notes', 'Findings'], ['sources', 'Sources']];
  const pane = (key) => {
    here.panes.dataset.pane = key;
    for (const button of here.root.querySelectorAll('.pane-tabs button')) button.setAttribute('aria-pressed', String(button.dataset.pane === key));
  };

  const draw = async (route, root) => {
    const doc = await page.data.article(Number(route.path[0]));
    if (!doc) {
      root.replaceChildren(el('p', { class: 'note' }, 'There is no such article in this report. '), el('a', { href: '#/articles' }, 'To the list'));
      return;
    }
    here = { route, root, doc, panel: chosen(doc, route.query), tab: route.query.get('t') || 'findings', active: null };
    const two = (route.query.get('b') || '').split(',').filter(Boolean);
    if (two.length > 1 && page.pieces.side) {
      root.replaceChildren(head(), page.pieces.side.draw(doc, two.map(Number), here));
      return;
    }
    here.sources = page.pieces.sources.draw(doc, (i) => note({ src: i }), { on: Boolean(route.query.get('cols')) && !narrow(), turned: (on) => note({ cols: on ? 1 : null }) });
    const summary = summaryPane();
    const notes = notesPane();
    here.panes = el('div', { class: 'panes', data: { pane: 'summary' } }, summary, notes, here.sources.pane);
    const choices = el('div', { class: 'pane-tabs', role: 'group', 'aria-label': 'Which pane' }, ...PANES.map(([key, text]) => page.dom.button(text, () => pane(key), { data: { pane: key } })));
    root.replaceChildren(head(), members(), choices, here.panes);
    tab(here.tab);
    pane(innerWidth < 800 ? 'summary' : 'notes');
    here.sources.mark(evidenceSpans());
    if (route.query.get('src')) here.sources.open(Math.min(Number(route.query.get('src')) || 0, doc.sources.length - 1));
    listen();
    const asked = Number(route.query.get('f')) || 1 + here.panel.findings.findIndex((f) => page.filters.asked(f, route.query));
    if (asked >= 1 && asked <= here.panel.findings.length) choose(asked, false);
  };

  /** Hover and focus join claim and evidence for as long as they last; a click does for good. */
  const listen = () => {
    let waiting = 0;
    const look = (event) => {
      const keys = page.marks.keysAt(event.target).filter((key) => /^f\d+$/.test(key));
      clearTimeout(waiting);
      waiting = setTimeout(() => join(keys.length ? Number(keys.at(-1).slice(1)) : here.active, keys.length > 0), 90);
    };
    here.panes.addEventListener('mouseover', look);
    here.panes.addEventListener('mouseleave', look);
    here.panes.addEventListener('focusin', (event) => { if (page.marks.keysAt(event.target).length) look(event); });
    here.text.addEventListener('click', (event) => {
      if (event.target.closest('button') || String(getSelection())) return;
      const keys = page.marks.keysAt(event.target).filter((key) => /^f\d+$/.test(key));
      if (keys.length) choose(Number(keys.at(-1).slice(1)), false);
    });
  };

  const finding = (step) => {
    const n = here.panel.findings.length;
    if (n) choose(here.active === null ? (step > 0 ? 1 : n) : ((here.active - 1 + step + n) % n) + 1, false);
  };
  const article = (step) => {
    const entry = way().near(step);
    if (entry !== undefined) step_to(entry);
  };
  const backend = (step) => {
    const panels = here.doc.panels;
    location.hash = linkTo(panels[(panels.indexOf(here.panel) + step + panels.length) % panels.length]);
  };

  page.view('article', {
    title: (route) => {
      const entry = page.data.overview.byNumber.get(Number(route.path[0]));
      return entry ? line(entry.title || entry.id) : 'Article';
    },
    draw,
    keys: {
      j: ['next finding', () => finding(1)],
      k: ['previous finding', () => finding(-1)],
      ArrowRight: ['next article', () => article(1)],
      ArrowLeft: ['previous article', () => article(-1)],
      ']': ['next backend', () => backend(1)],
      '[': ['previous backend', () => backend(-1)],
      Escape: ['let the finding go; else back to the list', () => (here.active === null ? page.route.go('articles', [], page.filters.context(query())) : choose(here.active))],
    },
  });

  page.article = { linkTo, act, get here() { return here; } };
}
