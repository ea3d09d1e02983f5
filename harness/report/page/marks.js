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

  /** Lights up everything with this key below `root`, and nothing else. @param {Element} root @param {string | null} key */
  const join = (root, key) => {
    for (const old of root.querySelectorAll('.joined')) old.classList.remove('joined');
    if (key) for (const element of root.querySelectorAll(`[data-keys~="${key}"]`)) element.classList.add('joined');
  };

  page.marks = { marked, keysAt, join };
}
