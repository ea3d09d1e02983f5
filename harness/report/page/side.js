{
  const { el, line, scroll, button, say } = page.dom;
  const { value, difference, many } = page.numbers;
  const { address } = page.route;
  const SHOWS = [['beside', 'Beside each other'], ['one', 'In one text'], ['a', 'A'], ['b', 'B']];
  const LIST = { ins: 'new', del: 'gone' };

  /** What is shown now: the document, both panels with their slots, and the rows of their difference. */
  let now = null;

  const overview = () => page.data.overview;
  const memberOf = (panel) => overview().members[panel.member];
  const runOf = (panel) => overview().runs[memberOf(panel).run];
  /** A blessed baseline keeps no texts of articles, and of the findings neither notes nor evidence. */
  const isBaseline = (panel) => runOf(panel).texts === false;

  /** The panels that the address asks for. @param {any} doc @param {number[]} members @param {URLSearchParams} query */
  const chosen = (doc, members, query) => {
    const samples = (query.get('s') || '').split(',');
    return members.slice(0, 2).map((member, i) => {
      const fits = doc.panels.filter((p) => p.member === member);
      return fits.find((p) => String(p.sample) === samples[i]) || fits[0] || null;
    });
  };

  const many_samples = (panel) => now.doc.panels.filter((p) => p.member === panel.member).length > 1;
  const name = (panel) => `${line(memberOf(panel).name)}${many_samples(panel) ? `, sample ${panel.sample}` : ''}`;

  /** Where the two panels stand; `changes` go into the query. */
  const place = (one, other, changes = {}) => {
    const { route } = now.here;
    const next = page.filters.context(route.query);
    next.set('b', `${one.member},${other.member}`);
    if (one.sample || other.sample) next.set('s', `${one.sample},${other.sample}`);
    if (route.query.get('show')) next.set('show', route.query.get('show'));
    for (const [key, to] of Object.entries(changes)) next.set(key, to);
    return address('article', [route.path[0]], next);
  };
  /** Where a panel stands alone. */
  const alone = (panel, finding = null) => {
    const next = page.filters.context(now.here.route.query);
    next.set('b', String(panel.member));
    if (panel.sample) next.set('s', String(panel.sample));
    if (finding !== null) next.set('f', String(finding + 1));
    return address('article', [now.here.route.path[0]], next);
  };

  /** True if the first was the baseline of the second. */
  const isPair = (one, other) => overview().pairs.some((pair) => pair[0] === one.member && pair[1] === other.member);

  /** "baseline" and "candidate" where the runs were compared so, else nothing. */
  const roles = () => {
    const [one, other] = now.panels;
    if (memberOf(one).run === memberOf(other).run) return ['', ''];
    if (isPair(one, other)) return ['baseline', 'candidate'];
    return isPair(other, one) ? ['candidate', 'baseline'] : ['', ''];
  };

  const picker = (slot) => {
    const letter = 'AB'[slot];
    const pick = (event) => {
      const panel = now.doc.panels[Number(event.target.value)];
      now.refocus = `side-${letter}`;
      page.route.to(slot ? place(now.panels[0], panel) : place(panel, now.panels[1]));
    };
    const made = el('select', { id: `side-${letter}`, on: { change: pick } });
    now.doc.panels.forEach((panel, i) => made.append(el('option', { value: String(i), selected: panel === now.panels[slot] }, name(panel))));
    const role = roles()[slot];
    return el('label', { class: 'slot' }, el('b', { class: 'letter' }, letter), role ? el('span', {}, role) : null, made);
  };

  const bar = () =>
    el('div', { class: 'side-bar' }, picker(0), picker(1), button('⇄ Swap', swap, { title: 'Swap A and B (x)' }), el('a', { href: alone(now.panels[0]) }, 'A alone'), el('a', { href: alone(now.panels[1]) }, 'B alone'));

  const swap = () => page.route.to(place(now.panels[1], now.panels[0]));

  /** A whole number with its sign. */
  const plain = (n) => (n > 0 ? `+${n}` : String(n).replace('-', '−'));

  /** Scores of both and what B has more: a column for each metric, headline metrics first. */
  const scores = () => {
    const shown = overview().metrics.filter((m) => now.panels.some((p) => p.scores[m.name])).sort((a, b) => Number(b.headline) - Number(a.headline));
    const score = (panel, m) => panel.scores[m.name]?.[0] ?? null;
    const column = (m) => now.panels.map((p) => score(p, m));
    const row = (label, cells) => el('tr', {}, el('th', { scope: 'row' }, label), ...cells.map((c) => el('td', { class: 'num' }, c)));
    const change = (m) => {
      const [a, b] = column(m);
      if (a === null || b === null) return '–';
      const d = b - a;
      const better = m.higher === null || Math.abs(d) < 0.0005 ? '' : (d > 0) === (m.higher !== false) ? '▲ ' : '▼ ';
      return el('span', { class: `outcome-${better ? (better.startsWith('▲') ? 'up' : 'down') : 'level'}` }, `${better}${difference(d, [a, b])}`);
    };
    // `length` counts the words, where it was asked
    const counted = overview().metrics.some((m) => m.name === 'length');
    const count = (text) => (counted ? [] : [text]);
    const head = el('tr', {}, el('td'), ...shown.map((m) => el('th', { scope: 'col', class: 'num' }, m.help ? el('abbr', { title: m.help, tabindex: '0' }, line(m.label)) : line(m.label))), ...count(el('th', { scope: 'col', class: 'num' }, 'words')));
    const body = el('tbody', {},
      ...now.panels.map((p, i) => row(`${'AB'[i]} ${name(p)}`, [...shown.map((m) => value(score(p, m), column(m))), ...count(String(p.words))])),
      row('B − A', [...shown.map(change), ...count(plain(now.panels[1].words - now.panels[0].words))]));
    return el('div', { class: 'side-scores' }, scroll('Scores of A and B', el('table', {}, el('thead', {}, head), body)), el('p', { class: 'sub' }, '▲ B is better, ▼ B is worse, on this article alone; one article proves nothing.'));
  };

  const piece = (part, kind = null) => {
    if (part.kind === 'same') return document.createTextNode(page.dom.visible(part.text));
    return el(part.kind === 'new' ? 'ins' : 'del', { class: kind }, part.text);
  };
  const MOVED = { gone: 0, new: 1 };
  const isMoved = (row, part) => part.kind !== 'same' && row.moved[MOVED[part.kind]];
  const tag = () => el('span', { class: 'tag', title: 'The sentence is in both texts, at another place.' }, '↕ moved');
  const pieces = (row, parts, loose = false) => parts.flatMap((part, n) => {
    const space = n && !/\s$/.test(parts[n - 1].text) && parts[n - 1].kind === 'gone' && part.kind === 'new' ? [' '] : [];
    return isMoved(row, part) ? [...space, tag(), piece(part, 'moved')] : [...space, piece(part, loose ? 'whole' : null)];
  });
  const isChanged = (row) => row.both.some((part) => part.kind !== 'same');
  const classes = (row) => [isChanged(row) ? 'changed' : '', row.paragraph ? 'paragraph' : ''].filter(Boolean).join(' ') || null;

  const beside = ({ rows }) => {
    const head = el('tr', {}, ...now.panels.map((p, i) => el('th', { scope: 'col', class: 'ab'[i] }, `${'AB'[i]} ${name(p)}`)));
    const body = el('tbody', {}, ...rows.map((row) => {
      const cell = (side) => el('td', { class: side, dir: 'auto' }, ...pieces(row, row[side] || [], !row.both.some((part) => part.kind === 'same')));
      return el('tr', { class: classes(row), tabindex: isChanged(row) ? '-1' : null }, cell('a'), cell('b'));
    }));
    return el('table', { class: 'beside' }, el('caption', { class: 'away' }, 'Sentences of A and B beside each other'), el('thead', {}, head), body);
  };

  const one = ({ rows }) =>
    el('div', { class: 'one', dir: 'auto' }, ...rows.flatMap((row) => [el('span', { class: classes(row), tabindex: isChanged(row) ? '-1' : null }, ...pieces(row, row.both)), row.paragraph ? el('span', { class: 'break' }) : ' ']));

  const told = (found) => {
    if (!found.gone && !found.added && !found.moved) return 'Both texts are the same, word for word.';
    const counts = [`${many(found.same, 'word')} in the same place`, `${found.gone} more in A`, `${found.added} more in B`];
    return `${counts.join(', ')}${found.moved ? `; ${many(found.moved, 'sentence')} moved` : ''}.`;
  };

  const texts = () => {
    const made = el('section', { class: 'side-texts', 'aria-label': 'Texts' });
    now.panels.forEach((p, i) => {
      const why = p.error ? `${p.error.type}: ${p.error.message}` : p.reason || '';
      if (p.state !== 'ok') made.append(el('p', { class: 'flag' }, `${'AB'[i]} ${page.words.STATES[p.state]}${why ? `: ${why}` : ''}`));
    });
    if (now.panels.some((p) => p.summary === undefined)) {
      made.append(el('p', { class: 'note' }, 'The texts were kept out of this page, so that they cannot be compared here.'));
      return made;
    }
    const found = page.pieces.diff.diff(...now.panels.map((p) => p.summary));
    made.append(el('p', { class: 'side-told' }, told(found)));
    made.append(el('p', { class: 'sub legend' }, el('del', {}, 'struck out'), ' in A and not there in B · ', el('ins', {}, 'underlined'), ' in B and not there in A · − and + whole sentences · ↕ the sentence stands elsewhere'));
    made.append(beside(found), one(found));
    return made;
  };

  const item = ({ finding, n }, panel) => {
    const kin = page.pieces.findings.family(finding.check);
    return el('li', { class: `finding ${finding.severity}` }, el('a', { href: alone(panel, n) },
      el('span', { class: `badge ${finding.severity}` }, `${page.words.SIGNS[finding.severity]} ${page.words.NAMES[finding.severity]}`), ' ',
      el('span', { class: 'kind', title: page.pieces.findings.meaning(finding.check) || null }, `${kin.sign} ${kin.label} · ${line(finding.check)}`),
      el('span', { class: 'message', dir: 'auto' }, page.pieces.findings.message(finding))));
  };

  const group = (heading, list, panel, open = true) => {
    const made = el('details', { open }, el('summary', {}, `${heading} (${list.length})`));
    made.append(list.length ? el('ul', { class: 'findings' }, ...list.map((each) => item(each, panel))) : el('p', { class: 'sub' }, 'None.'));
    return made;
  };

  const findings = () => {
    const bare = now.panels.some(isBaseline);
    // a baseline has no notes, so that those of the other side are no news
    const graver = (panel) => ({ ...panel, findings: bare ? panel.findings.map((f, n) => ({ ...f, at: n })).filter((f) => f.severity !== 'info') : panel.findings });
    const found = page.pieces.diff.findings(...now.panels.map(graver));
    const back = (list) => list.map((each) => ({ ...each, n: each.finding.at ?? each.n }));
    const [a, b] = now.panels;
    return el('section', { class: 'side-findings', 'aria-label': 'Findings' }, el('h2', {}, 'Findings'),
      bare ? el('p', { class: 'note' }, 'A baseline keeps errors and warnings, without evidence. Key facts and notes are left out here.') : null,
      group('New, only in B', back(found.added), b), group('Gone, only in A', back(found.gone), a), group('In both', back(found.both), b, found.both.length < 9));
  };

  const visible = () => [...now.root.querySelectorAll('.changed')].filter((each) => each.checkVisibility());

  const show = (key, noted = true) => {
    const at = visible().indexOf(document.activeElement);
    now.root.dataset.show = key;
    if (at >= 0) visible()[at]?.focus({ preventScroll: true });
    for (const each of now.root.querySelectorAll('.side-shows button')) each.setAttribute('aria-pressed', String(each.dataset.show === key));
    if (!noted || now.here.route !== page.route.current) return;
    const next = new URLSearchParams(now.here.route.query);
    next.set('show', key);
    now.here.route.query = next;
    page.route.note(next);
  };

  const shows = () => el('div', { class: 'side-shows', role: 'group', 'aria-label': 'How to show the texts' }, ...SHOWS.map(([key, text]) => button(key.length > 1 ? text : `${text} ${name(now.panels['ab'.indexOf(key)])}`, () => show(key), { data: { show: key } })));

  /** Goes to the next change that can be seen. @param {number} step */
  const move = (step) => {
    const all = visible();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const n = at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length;
    all[n].focus({ preventScroll: true });
    all[n].scrollIntoView({ block: 'center' });
    const parts = [...all[n].querySelectorAll('ins, del')].map((each) => `${LIST[each.localName]}: ${each.textContent.trim()}`);
    say(`Change ${n + 1} of ${all.length}. ${parts.join('; ')}`);
  };

  const other = (step) => {
    const { panels } = now.doc;
    const next = panels[(panels.indexOf(now.panels[1]) + step + panels.length) % panels.length];
    page.route.to(place(now.panels[0], next));
  };

  const next_show = () => {
    const fit = SHOWS.map(([key]) => key).filter((key) => (innerWidth < 800 ? key !== 'beside' : key.length > 1));
    show(fit[(fit.indexOf(now.root.dataset.show) + 1) % fit.length]);
  };

  const KEYS = {
    j: ['next change', () => move(1)],
    k: ['previous change', () => move(-1)],
    ']': ['next backend as B', () => other(1)],
    '[': ['previous backend as B', () => other(-1)],
    x: ['swap A and B', swap],
    v: ['beside each other, or changes in one text', next_show],
    Escape: ['A alone', () => page.route.to(alone(now.panels[0]))],
  };

  /** While two are shown the view of articles has these keys; article to article goes as ever. */
  const takeKeys = () => {
    const view = page.views.get('article');
    const keys = view.keys;
    const own = { ...keys };
    const set = (wanted) => {
      for (const key of Object.keys(keys)) delete keys[key];
      Object.assign(keys, wanted);
    };
    set({ ...KEYS, ArrowRight: own.ArrowRight, ArrowLeft: own.ArrowLeft });
    view.leave = () => {
      set(own);
      delete view.leave;
    };
  };

  const draw = (doc, members, here) => {
    const refocus = now?.refocus;
    now = { doc, here, panels: chosen(doc, members, here.route.query), root: el('div', { class: 'side' }) };
    if (now.panels.length < 2 || now.panels.includes(null)) {
      now.root.append(el('p', { class: 'note' }, 'This article has no summary of one of the two backends. '), el('a', { href: address('article', [here.route.path[0]]) }, 'To the article'));
      return now.root;
    }
    now.root.append(bar(), scores(), shows(), el('div', { class: 'side-panes' }, texts(), findings()));
    const asked = here.route.query.get('show');
    const usual = innerWidth < 800 ? 'one' : 'beside';
    show(SHOWS.some(([key]) => key === asked) && !(asked === 'beside' && usual === 'one') ? asked : usual, false);
    takeKeys();
    if (refocus) setTimeout(() => document.getElementById(refocus)?.focus(), 0);
    return now.root;
  };

  /** A way here from one panel: the other backends as links. @param {any} doc @param {any} panel @param {any} here */
  const door = (doc, panel, here) => {
    const paired = (p) => overview().pairs.some((pair) => pair.includes(p.member) && pair.includes(panel.member));
    const rest = doc.panels.filter((p) => p !== panel).sort((p, q) => Number(paired(q)) - Number(paired(p)));
    if (!rest.length) return null;
    now = { doc, here, panels: [panel, panel], root: null };
    return el('details', { class: 'side-door' }, el('summary', {}, '⇄ Beside…'), el('span', { class: 'side-doors' }, ...rest.map((p) => el('a', { href: isPair(p, panel) ? place(p, panel) : place(panel, p) }, name(p)))));
  };

  page.pieces.side = { draw, door };
}
