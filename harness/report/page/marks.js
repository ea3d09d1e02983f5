{
  const { el, visible } = page.dom;
  const RANK = { error: 3, warning: 2, info: 1 };

  /**
   * A text as nodes, cut at the edges of all spans, so that overlapping ones can all be marked. Each piece that spans lie on
   * is a <mark> with their classes and, in `data-keys`, their keys; a `plain` one alone makes a <span>; `after` puts something behind the end of a span.
   *
   * @param {string} text
   * @param {{start: number, end: number, key: string, kind?: string, severity?: string, plain?: boolean, after?: () => Node}[]} spans
   */
  const marked = (text, spans) => {
    const within = spans.filter((span) => span.end > span.start && span.start < text.length);
    const edges = [...new Set([0, text.length, ...within.flatMap((span) => [span.start, Math.min(span.end, text.length)])])].sort((a, b) => a - b);
    const made = document.createDocumentFragment();
    for (let i = 0; i + 1 < edges.length; i++) {
      const [start, end] = [edges[i], edges[i + 1]];
      const over = within.filter((span) => span.start <= start && end <= span.end);
      made.append(over.length ? piece(text.slice(start, end), over) : visible(text.slice(start, end)));
      for (const span of within) if (span.after && Math.min(span.end, text.length) === end) made.append(span.after());
    }
    return made;
  };

  const piece = (text, over) => {
    if (over.every((span) => span.plain)) return el('span', { class: over[0].kind }, text);
    const worst = over.reduce((a, b) => ((RANK[b.severity] || 0) > (RANK[a.severity] || 0) ? b : a));
    const classes = new Set(over.filter((span) => !span.severity).map((span) => span.kind));
    if (worst.severity) classes.add(worst.kind).add(worst.severity);
    return el('mark', { class: [...classes].filter(Boolean).join(' '), data: { keys: over.map((span) => span.key).join(' ') } }, text);
  };

  /** Which keys the pointer or the focus is on. @param {Element} target */
  const keysAt = (target) => (target.closest('[data-keys]')?.dataset.keys || '').split(' ').filter(Boolean);

  /** The finding that an element stands for: of several the one that is chosen, else the innermost; null where there is none. */
  const findingAt = (element, active) => {
    const found = keysAt(element).filter((key) => /^f\d+$/.test(key)).map((key) => Number(key.slice(1)));
    return found.includes(active) ? active : (found.at(-1) ?? null);
  };

  /** Lights up everything with this key below `root`, and nothing else; buttons of findings say so. @param {Element} root @param {string | null} key */
  const join = (root, key) => {
    for (const old of root.querySelectorAll('.joined')) old.classList.remove('joined');
    if (key) for (const element of root.querySelectorAll(`[data-keys~="${key}"]`)) element.classList.add('joined');
    for (const button of root.querySelectorAll('.sign, .finding>button')) button.setAttribute('aria-pressed', String(key !== null && button.closest('[data-keys]')?.dataset.keys === key));
  };

  /**
   * Hover and focus join claim and evidence for as long as they last; a click does for good. The pane with the pointer stays still.
   * @param {{panes: Element, text: Element, active: number | null}} here
   * @param {(n: number | null, still: Element | null, scrolled: boolean) => void} join @param {(n: number, about: any) => void} choose
   */
  const listen = (here, join, choose) => {
    let [waiting, lit] = [0, false];
    const look = (event) => {
      const n = findingAt(event.target, here.active);
      clearTimeout(waiting);
      if (n === null && !lit) return;
      lit = n !== null;
      waiting = setTimeout(() => {
        if (here.panes.isConnected) join(n ?? here.active, event.target.closest('.pane'), n !== null);
      }, 90);
    };
    here.panes.addEventListener('mouseover', look);
    here.panes.addEventListener('mouseleave', look);
    here.panes.addEventListener('focusin', (event) => { if (findingAt(event.target, here.active) !== null) look(event); });
    here.text.addEventListener('click', (event) => {
      const n = findingAt(event.target, here.active);
      if (n !== null && !event.target.closest('button') && !String(getSelection())) choose(n, { toggle: false, still: event.target.closest('.pane') });
    });
  };

  /** Places in the sources that findings point to: a list of spans for each source. @param {any} doc @param {any} panel */
  const evidence = (doc, panel) => {
    const spans = doc.sources.map(() => []);
    panel.findings.forEach((finding, i) => {
      for (const e of finding.evidence) if (typeof e[0] === 'number' && e[0] >= 0) spans[e[0]].push({ start: e[1], end: e[2], key: `f${i + 1}`, kind: 'evidence' });
    });
    return spans;
  };

  const sign = (finding, n, choose) => () => {
    const kin = page.pieces.findings.family(finding.check);
    const text = `${page.words.NAMES[finding.severity]} ${n}, ${kin.label}`;
    return el('button', { type: 'button', class: `sign ${finding.severity}`, title: text, 'aria-label': text, 'aria-pressed': 'false', data: { keys: `f${n}` }, on: { click: () => choose(n) } }, kin.sign, finding.severity === 'info' ? null : el('span', { class: 'label' }, ` ${kin.label} `), String(n));
  };

  /**
   * The text of a summary with its findings, each with a button behind it, and the place that somebody asked to see.
   * @param {any} panel @param {(n: number) => void} choose @param {[number, number] | null} [shown]
   */
  const summary = (panel, choose, shown = null) => {
    const spans = panel.findings.flatMap((f, i) =>
      f.claim ? [{ start: f.claim[0], end: f.claim[1], key: `f${i + 1}`, kind: page.pieces.findings.family(f.check).key, severity: f.severity, after: sign(f, i + 1, choose) }] : []);
    if (shown) spans.push({ start: shown[0], end: shown[1], key: 'shown', kind: 'shown' });
    for (const [kind, start, end] of panel.outline || []) if (kind === 'headline' || kind === 'heading') spans.push({ start, end, key: 'part', kind: 'headline', plain: true });
    return marked(panel.summary, spans);
  };

  /** A finding in short. @param {any} finding @param {number} n @param {() => void} go @param {() => void} leave */
  const brief = (finding, n, go, leave) => {
    const kin = page.pieces.findings.family(finding.check);
    return el('section', { class: 'peek', 'aria-label': 'The chosen finding' },
      el('p', {}, el('span', { class: `badge ${finding.severity}` }, `${page.words.SIGNS[finding.severity]} ${page.words.NAMES[finding.severity]} ${n}`), ' ', el('span', { class: 'kind' }, `${kin.sign} ${kin.label}`)),
      el('p', { class: 'message', dir: 'auto' }, page.pieces.findings.message(finding)),
      el('p', {}, page.dom.button('To the finding', go), ' ', page.dom.button('Close', leave)));
  };

  /**
   * Says at the foot of the screen what finding n is about, where its card is not shown; null takes that away. `here.peek` is what is there.
   * @param {any} here @param {number | null} n @param {() => void} go shows the card
   */
  const peek = (here, n, go) => {
    const held = here.peek?.contains(document.activeElement);
    here.peek?.remove();
    here.peek = null;
    if (held) here.text.querySelector(`.sign[data-keys=f${here.active}]`)?.focus({ preventScroll: true });
    if (n === null || here.notes.offsetParent) return;
    const leave = () => peek(here, null, go);
    here.peek = brief(here.panel.findings[n - 1], n, go, leave);
    here.panes.after(here.peek);
    // a tap elsewhere takes it away; one on another mark brings another
    document.addEventListener('click', function away(event) {
      if (event.target.closest('.peek, [data-keys]')) return;
      document.removeEventListener('click', away);
      if (here.peek) leave();
    });
    const claim = here.text.querySelector(`[data-keys~="f${n}"]`);
    if (claim && claim.getBoundingClientRect().bottom > here.peek.getBoundingClientRect().top) page.dom.reveal(claim);
  };

  page.marks = { marked, keysAt, join, listen, evidence, summary, peek };
}
