{
  const { el, button, say, reveal } = page.dom;
  const { NAMES } = page.words;
  const { family } = page.pieces.findings;

  /** The summary that is shown: step, doc, panel, root, and what is chosen. */
  let here = null;

  const item = () => page.review.said(here.step.key);
  const edit = (change) => page.review.edit(here.step.key, here.panel.hash, change);

  /** A group of radio buttons with a way back to nothing. @param {any} about {legend, name, options, value, choose(value | null), hidden} */
  const choice = ({ legend, name, options, value, choose, ends = null, away = false }) => {
    const undo = button('clear', () => pick(null), { class: 'plain undo', 'aria-label': `clear: ${legend}` });
    const inputs = options.map(([key]) => el('input', { type: 'radio', name, value: key, on: { change: () => pick(key) } }));
    const show = (now) => {
      inputs.forEach((input) => { input.checked = input.value === String(now ?? ''); });
      undo.hidden = now === null || now === undefined;
    };
    const pick = (now) => {
      const focused = document.activeElement === undo;
      choose(now);
      show(now);
      if (focused) (pointed ? made : inputs[0]).focus({ preventScroll: true });
    };
    show(value);
    const labels = options.map(([, text], i) => el('label', {}, inputs[i], el('span', {}, text)));
    const scale = ends && el('div', { class: 'ends' }, ...ends.map((text) => el('span', {}, text)));
    // who presses an arrow in the group wants another choice; who clicked and then presses one, the next summary
    let pointed = false;
    const on = {
      pointerdown: () => { pointed = true; },
      keydown: () => { pointed = false; },
      click: (event) => { if (pointed && event.target.type === 'radio') made.focus({ preventScroll: true }); },
    };
    const made = el('fieldset', { class: ends ? 'choice scale' : 'choice', tabindex: '-1', on }, el('legend', { class: away ? 'away' : null }, legend), el('div', { class: 'options' }, ...labels, undo), scale);
    made.pick = pick;
    return made;
  };

  /** A text that is kept as it is typed. @param {string} label @param {string} value @param {(text: string) => void} typed */
  const comment = (label, value, typed) => {
    const field = el('textarea', { rows: '1', 'aria-label': label, placeholder: 'comment', on: { input: () => typed(field.value) } });
    field.value = value;
    return field;
  };

  /** What the reviewer says of a finding; the cards of `findings.js` ask for it. */
  const judge = (finding, n) => {
    const said = () => item().findings[finding.id];
    const label = `finding ${n}`;
    const note = comment(`Comment on ${label}`, said()?.comment || '', (text) => edit((now) => { now.findings[finding.id].comment = text; }));
    note.hidden = !said();
    const choose = (verdict) => {
      edit((now) => {
        if (verdict === null) delete now.findings[finding.id];
        else now.findings[finding.id] = { metric: finding.metric, check: finding.check, comment: '', ...now.findings[finding.id], verdict };
      });
      note.hidden = verdict === null;
      if (verdict === null) note.value = '';
      here.active = n;
      join(n);
      say(verdict === null ? `No verdict on ${label}. Saved.` : `${verdict}: ${label}. Saved.`);
    };
    const group = choice({ legend: `Is ${label} right?`, name: `verdict-${n}`, options: page.review.VERDICTS, value: said()?.verdict ?? null, choose, away: true });
    here.judges.push(group);
    return el('div', { class: 'judge' }, group, note);
  };

  /** The findings that are judged, each once: those listed, and key facts said to be missing. */
  const judged = (panel) => {
    const seen = new Set();
    const missing = panel.facts.filter((fact) => fact.check === 'fact.missing');
    return [...panel.findings, ...missing].filter((f) => !seen.has(f.id) && seen.add(f.id));
  };

  const findings = () => {
    if (!here.findings.length) return el('p', { class: 'note' }, 'No metric found anything here.');
    const act = { choose: (n) => choose(n), source: (i, start, end) => { pane('sources'); here.sources.show(i, start, end); }, summary() {} };
    here.judges = [];
    return el('ol', { class: 'findings' }, ...here.findings.map((finding, i) => {
      const card = page.pieces.findings.card(here.doc, page.review.text.seenFinding(here.panel, finding), i + 1, act);
      card.append(judge(finding, i + 1));
      return card;
    }));
  };

  const dimensions = () => page.review.DIMENSIONS.map(([name, title, question, low, high]) => {
    const choose = (value) => {
      edit((now) => {
        if (value === null) delete now.judgements[name];
        else now.judgements[name] = Number(value);
      });
      say(value === null ? `${title} taken back. Saved.` : `${title} ${value} of 5. Saved.`);
    };
    const options = [1, 2, 3, 4, 5].map((x) => [String(x), String(x)]);
    return choice({ legend: `${title}: ${question}`, name: `judge-${name}`, options, value: item().judgements[name] ?? null, choose, ends: [`1 ${low}`, `5 ${high}`] });
  });

  const sign = (finding, n) => () => {
    const kin = family(finding.check);
    const text = `${NAMES[finding.severity]} ${n}, ${kin.label}`;
    return el('button', { type: 'button', class: `sign ${finding.severity}`, title: text, 'aria-label': text, 'aria-pressed': 'false', data: { keys: `f${n}` }, on: { click: () => choose(n) } }, kin.sign, el('span', { class: 'label' }, ` ${kin.label} `), String(n));
  };

  /** The text with its findings, what was marked as missed, and what is about to be. */
  const fill = () => {
    const { panel } = here;
    const { nodes, toUnits } = page.review.text;
    const spans = here.findings.flatMap((f, i) =>
      f.claim ? [{ start: f.claim[0], end: f.claim[1], key: `f${i + 1}`, kind: family(f.check).key, severity: f.severity, after: sign(f, i + 1) }] : []);
    for (const missed of item().missed) spans.push({ start: toUnits(panel.summary, missed.start), end: toUnits(panel.summary, missed.end), key: 'missed', kind: 'missed' });
    if (here.passage) spans.push({ start: here.passage[0], end: here.passage[1], key: 'shown', kind: 'shown' });
    here.text.replaceChildren(nodes(panel, spans));
    if (here.active) join(here.active);
  };

  const join = (n) => page.marks.join(here.root, n === null ? null : `f${n}`);

  const GAP = 14;
  /** Scrolls what has this key to where it can be read, above the form; what can be read already stays where it is. */
  const bring = (key) => {
    const marks = [...here.text.querySelectorAll(`[data-keys~="${key}"]`)].filter((mark) => mark.offsetParent);
    if (!marks.length) return;
    const pane = here.text.closest('.pane');
    const edge = (element) => element.getBoundingClientRect();
    // the pane first; what it cannot do, since it reaches below the screen, the page does, which takes pane and tabs along;
    // twice, since on a low screen the form comes to its place only with the page
    for (const scrolled of [pane, window, window]) {
      const ceiling = scrolled === pane ? Math.max(edge(pane).top, edge(here.tabs).bottom, 0) : here.tabs.offsetHeight;
      const above = edge(marks[0]).top - ceiling - GAP;
      const below = edge(marks.at(-1)).bottom + GAP - edge(here.form).top;
      const by = above < 0 ? above : Math.min(above, Math.max(0, below));
      if (by) scrolled.scrollBy({ top: by, behavior: 'instant' });
    }
  };

  /** Chooses a finding: claim, card and evidence light up. @param {number} n @param {boolean} [focus] */
  const choose = (n, focus = false) => {
    here.active = n;
    join(n);
    const card = here.root.querySelector(`#f${n}`);
    const evidence = here.findings[n - 1].evidence.find((e) => typeof e[0] === 'number' && e[0] >= 0);
    if (evidence) here.sources.open(evidence[0]);
    if (innerWidth < 1180) pane('notes');
    if (focus) card.querySelector('button').focus({ preventScroll: true });
    bring(`f${n}`);
    reveal(card);
    if (innerWidth < 800) card.scrollIntoView({ block: 'nearest' });
    if (evidence) reveal(here.sources.panel(evidence[0])?.querySelector(`[data-keys~="f${n}"]`));
  };

  const PANES = [['summary', 'Summary'], ['notes', 'Judgement and findings'], ['sources', 'Sources']];
  const pane = (key) => {
    here.panes.dataset.pane = key;
    for (const other of here.root.querySelectorAll('.pane-tabs button')) other.setAttribute('aria-pressed', String(other.dataset.pane === key));
  };

  const notes = () => {
    const own = comment('Comment on the summary', item().comment, (text) => edit((now) => { now.comment = text; }));
    own.rows = 3;
    here.missed = el('div', { class: 'missed-list' });
    return el('section', { class: 'pane notes', tabindex: '0', 'aria-label': 'Judgement and findings' },
      // first what he thinks himself, then what the metrics found
      el('h2', {}, 'Your judgement'), ...dimensions(),
      el('h2', {}, `What was found (${here.findings.length})`), findings(),
      el('h2', {}, 'What was missed'), here.missed,
      el('h2', {}, 'Comment'), own,
      el('div', { class: 'onward' }, here.onward));
  };

  const evidence = () => {
    const spans = here.doc.sources.map(() => []);
    here.findings.forEach((finding, i) => {
      for (const e of finding.evidence) if (typeof e[0] === 'number' && e[0] >= 0) spans[e[0]].push({ start: e[1], end: e[2], key: `f${i + 1}`, kind: 'evidence' });
    });
    return spans;
  };

  /** Draws a summary of the way into `root`. @param {any} step @param {any} doc @param {HTMLElement} root @param {Node} onward the button to the next */
  const draw = (step, doc, root, onward) => {
    const panel = doc.panels.find((p) => p.member === step.member && p.sample === step.sample);
    here = { step, root, doc, panel, onward, findings: judged(panel), judges: [], active: null, passage: null };
    here.sources = page.pieces.sources.draw(doc, () => {});
    here.text = el('div', { class: 'story', dir: 'auto' });
    here.form = page.review.missed.form(here, { fill, edit, bring });
    // the form stands beside the pane that scrolls, so that it sticks to the foot of the screen
    const summary = el('section', { class: 'pane summary', tabindex: '0', 'aria-label': 'Summary' }, el('h2', {}, 'Summary'), here.text);
    here.panes = el('div', { class: 'panes', data: { pane: 'summary' } }, el('div', { class: 'column summary' }, summary, here.form), notes(), here.sources.pane);
    here.tabs = el('div', { class: 'pane-tabs', role: 'group', 'aria-label': 'Which pane' }, ...PANES.map(([key, text]) => button(text, () => pane(key), { data: { pane: key } })));
    root.append(here.tabs, here.panes);
    pane(innerWidth < 800 ? 'summary' : 'notes');
    fill();
    page.review.missed.list(here, { fill, edit, bring });
    here.sources.mark(evidence());
    here.text.addEventListener('click', (event) => {
      if (event.target.closest('button') || String(getSelection())) return;
      const key = page.marks.keysAt(event.target).filter((k) => /^f\d+$/.test(k)).at(-1);
      if (key) choose(Number(key.slice(1)));
    });
  };

  /** Moves along the findings. @param {number} step */
  const move = (step) => {
    const n = here?.findings.length;
    if (n) choose(here.active === null ? (step > 0 ? 1 : n) : ((here.active - 1 + step + n) % n) + 1, true);
  };
  const verdict = (value) => {
    if (here?.active) here.judges[here.active - 1].pick(value);
    else say('Choose a finding first, with j or k.');
  };

  page.review.item = { draw, move, verdict, leave() { here = null; } };
  page.review.choice = choice;
  page.review.comment = comment;
}
