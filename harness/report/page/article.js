{
  const { el, line, reveal, say } = page.dom;
  const { value, many } = page.numbers;
  const { address } = page.route;
  const TABS = [['findings', 'Findings'], ['facts', 'Key facts'], ['sentences', 'Sentences'], ['outline', 'Outline'], ['ledgers', 'Ledgers'], ['scores', 'Scores']];

  /** What is shown now. */
  let here = null;

  /** Whether the address is still that of what is shown: what comes next may take a moment to be drawn. */
  const current = () => here?.route === page.route.current;
  const number = () => Number(here.route.path[0]);
  const query = () => here.route.query;
  const note = (changes) => {
    if (!current()) return; // the address belongs to another article already
    const next = new URLSearchParams(query());
    for (const [key, now] of Object.entries(changes)) {
      if (now === null || now === undefined) next.delete(key);
      else next.set(key, String(now));
    }
    here.route.query = next;
    page.route.note(next);
    // links to the other backends keep what is shown
    here.root.querySelectorAll('.members>a').forEach((link, i) => link.setAttribute('href', linkTo(here.doc.panels[i])));
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
    for (const [key, now] of Object.entries(changes)) {
      if (now === null) next.delete(key);
      else next.set(key, now);
    }
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

  const summaryPane = () => {
    const { panel } = here;
    const pane = el('section', { class: 'pane summary', tabindex: '0', 'aria-label': 'Summary' }, el('h2', {}, here.doc.panels.length > 1 ? `Summary by ${name(panel)}` : 'Summary'), strip());
    if (panel.state !== 'ok') pane.append(el('p', { class: 'flag' }, `${page.words.STATES[panel.state]}${panel.reason ? `: ${panel.reason}` : ''}`));
    if (panel.error) pane.append(el('p', { class: 'flag' }, `${panel.error.type}: ${panel.error.message}`));
    here.text = el('div', { class: 'story', dir: 'auto' });
    if (panel.summary) here.text.append(page.marks.summary(panel, choose));
    else if (panel.length) here.text = el('p', { class: 'note' }, `The text (${panel.length} letters) was kept out of this page.`);
    pane.append(here.text);
    return pane;
  };

  /** What lists may do: choose a finding, show a place in a source or in the summary. */
  const act = {
    choose: (n) => choose(n),
    address: (n) => linkTo(here.panel, { f: n, t: told('findings') }),
    source(i, start, end) {
      if (narrow()) pane('sources');
      here.sources.show(i, start, end);
      note({ src: i });
    },
    summary(start, end) {
      if (!here.panel.summary) return;
      if (innerWidth < 800) pane('summary');
      here.text.replaceChildren(page.marks.summary(here.panel, choose, [start, end]));
      light(here.active);
      reveal(here.text.querySelector('.shown'));
    },
  };

  const narrow = () => innerWidth < 1180;
  /** Lights up a finding wherever it is drawn; null puts all lights out. */
  const light = (n) => page.marks.join(here.root, n === null ? null : `f${n}`);

  /** Lights up a finding and scrolls it into view, but never in the pane `still`: what is under a pointer must not run away. */
  const join = (n, still = null, scrolled = true) => {
    light(n);
    if (n === null) return;
    const places = [here.text.querySelector(`[data-keys~="f${n}"]`), here.root.querySelector(`#f${n}`)];
    const evidence = here.panel.findings[n - 1].evidence.find((e) => typeof e[0] === 'number' && e[0] >= 0);
    if (evidence && still !== here.sources.pane) {
      if (here.doc.sources[evidence[0]].text !== undefined) here.sources.open(evidence[0]);
      places.push(here.sources.panel(evidence[0])?.querySelector(`[data-keys~="f${n}"]`));
    }
    for (const place of places) if (scrolled && place && place.closest('.pane') !== still) reveal(place);
  };

  /** A tab as the address names it: not at all where it is the one that is shown anyway. */
  const told = (key) => (key === here.usual ? null : key);

  /**
   * Chooses a finding for good: it stays lit and stands in the address. Choosing it again lets it go. `still` is a pane
   * that must not move; with `kept` the tab that is shown stays.
   */
  const choose = (n, { toggle = true, still = null, kept = false } = {}) => {
    const now = toggle && here.active === n ? null : n;
    const turns = now !== null && !kept && here.tab !== 'findings';
    const held = here.notes.contains(document.activeElement);
    here.active = now;
    note({ f: now, t: turns ? told('findings') : query().get('t') });
    if (turns) tab('findings');
    if (turns && held) here.root.querySelector(`#f${now}>button`)?.focus({ preventScroll: true });
    join(now, still);
    peek(now);
    if (now !== null) say(page.pieces.findings.message(here.panel.findings[now - 1]));
  };

  /** Says at the foot of the screen what was chosen, where its card is not shown; null takes that away. */
  const peek = (n) =>
    page.marks.peek(here, n, () => {
      pane('notes');
      here.root.querySelector(`#f${n}>button`)?.focus({ preventScroll: true });
    });

  const notesPane = () => {
    const counts = { findings: here.panel.findings.length, facts: here.panel.facts.length };
    const names = TABS.map(([key, text]) => [key, counts[key] === undefined ? text : `${text} ${counts[key]}`]);
    here.tabs = page.tablist('What was found', names, here.tab, (key) => {
      note({ t: told(key) });
      tab(key);
      reveal(here.notes.querySelector('.joined'));
    });
    here.notes = el('div', { role: 'tabpanel' });
    return el('section', { class: 'pane notes', tabindex: '0', 'aria-label': 'Findings and checks' }, here.tabs.list, here.notes);
  };

  /** What stands on a tab. */
  const made = (key) => {
    const { doc, panel } = here;
    const { notes: pieces, findings: { list } } = page.pieces;
    const ways = { findings: [list, doc, panel], facts: [pieces.facts, doc, panel], sentences: [pieces.sentences, doc, panel], outline: [pieces.outline, panel], ledgers: [pieces.ledgers, doc, panel], scores: [pieces.scores, panel] };
    const [way, ...about] = ways[key];
    return way(...about, act);
  };

  const tab = (key) => {
    const held = here.notes.contains(document.activeElement);
    here.tab = TABS.some(([other]) => other === key) ? key : 'findings';
    here.tabs.select(here.tab);
    here.notes.id = `panel-${here.tab}`;
    here.notes.setAttribute('aria-labelledby', `tab-${here.tab}`);
    here.notes.replaceChildren(made(here.tab));
    for (const button of here.tabs.list.children) {
      if (button.id === `tab-${here.tab}`) button.setAttribute('aria-controls', here.notes.id);
      else button.removeAttribute('aria-controls');
    }
    if (held) here.tabs.list.querySelector('[aria-selected=true]').focus({ preventScroll: true });
    light(here.active);
  };

  /** Paper has no tabs: all of them stand one after the other for as long as is printed. */
  const unroll = () => {
    if (!here?.notes?.isConnected || here.paper?.isConnected) return;
    here.paper = el('div', { class: 'paper' }, ...TABS.flatMap(([key, text]) => [el('h2', {}, text), made(key)]));
    for (const double of here.paper.querySelectorAll('[id]')) double.removeAttribute('id');
    here.notes.after(here.paper);
    light(here.active);
  };
  const roll = () => here?.paper?.remove();
  const paper = matchMedia('print');
  paper.addEventListener('change', () => (paper.matches ? unroll() : roll()));
  addEventListener('beforeprint', unroll);
  addEventListener('afterprint', roll);

  const PANES = [['summary', 'Summary'], ['notes', 'Findings'], ['sources', 'Sources']];
  const pane = (key) => {
    here.panes.dataset.pane = key;
    for (const button of here.root.querySelectorAll('.pane-tabs button')) button.setAttribute('aria-pressed', String(button.dataset.pane === key));
    if (here.peek && here.notes.offsetParent) peek(null);
    if (here.active !== null) reveal([...here.panes.querySelectorAll(`.${key} .joined`)].find((e) => e.offsetParent));
  };

  const draw = async (route, root) => {
    const doc = await page.data.article(Number(route.path[0]));
    if (route !== page.route.current) return; // somebody has gone on meanwhile
    if (!doc) {
      root.replaceChildren(el('p', { class: 'note' }, 'There is no such article in this report. '), el('a', { href: '#/articles' }, 'To the list'));
      return;
    }
    const panel = chosen(doc, route.query);
    here = { route, root, doc, panel, usual: usual(panel, route.query), active: null };
    here.tab = route.query.get('t') || here.usual;
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
    pane(innerWidth < 800 && !route.query.get('t') ? 'summary' : 'notes');
    here.sources.mark(page.marks.evidence(doc, here.panel));
    if (route.query.get('src')) here.sources.open(Math.min(Number(route.query.get('src')) || 0, doc.sources.length - 1));
    const asked = Number(route.query.get('f')) || 1 + here.panel.findings.findIndex((f) => page.filters.asked(f, route.query));
    if (asked >= 1 && asked <= here.panel.findings.length) choose(asked, { toggle: false, kept: Boolean(route.query.get('t')) || here.tab !== 'findings' });
    page.marks.listen(here, join, choose);
    if (paper.matches) unroll();
  };

  /** The tab that an address without `t` means: where the list's filters are answered. */
  const usual = (panel, query) => {
    const asked = (f) => page.filters.asked(f, query);
    if (panel.findings.some(asked)) return 'findings';
    if (panel.facts.some(asked)) return 'facts';
    return query.get('kind') === 'claim.sources' ? 'sentences' : 'findings';
  };

  const finding = (step) => {
    if (!current()) return;
    const n = here.panel.findings.length;
    if (n) choose(here.active === null ? (step > 0 ? 1 : n) : ((here.active - 1 + step + n) % n) + 1, { toggle: false });
  };
  const article = (step) => {
    if (!current()) return;
    const entry = way().near(step);
    if (entry !== undefined) step_to(entry);
  };
  const backend = (step) => {
    if (!current()) return;
    const panels = here.doc.panels;
    page.route.to(linkTo(panels[(panels.indexOf(here.panel) + step + panels.length) % panels.length]));
  };

  const leave = () => {
    if (!current()) page.route.go('articles', [], page.filters.context(page.route.current.query));
    else if (here.peek) peek(null);
    else if (here.active !== null) choose(here.active);
    else page.route.go('articles', [], page.filters.context(query()));
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
      Escape: ['let the finding go; else back to the list', leave],
    },
  });

  page.article = { linkTo, act, get here() { return here; } };
}
