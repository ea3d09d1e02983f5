{
  const { visible } = page.dom;

  /** How many code points stand before this offset. @param {string} text @param {number} unit */
  const toPoints = (text, unit) => [...text.slice(0, unit)].length;

  /** From code points to UTF-16 units. @param {string} text @param {number} point */
  const toUnits = (text, point) => [...text].slice(0, point).join('').length;

  const inPair = (text, at) => /[\ud800-\udbff]/.test(text[at - 1] || '') && /[\udc00-\udfff]/.test(text[at] || '');

  /**
   * Where each unit of a text stands in what is shown of it, since control characters are shown as escapes and take more
   * room. `places[text.length]` is the end.
   */
  const places = (text) => {
    const at = new Array(text.length + 1);
    let shown = 0;
    for (let i = 0; i < text.length;) {
      const letter = String.fromCodePoint(text.codePointAt(i));
      at.fill(shown, i, i + letter.length);
      shown += text.startsWith('\r\n', i) ? 0 : visible(letter).length;
      i += letter.length;
    }
    at[text.length] = shown;
    return at;
  };

  /**
   * A span of what is shown as [start, end] of the text, without white space at its ends; null where nothing is left.
   * `seen` is the text as it is shown, unit for unit, where that is not the text itself.
   */
  const span = (text, from, to, seen = text) => {
    const at = places(seen);
    let start = at.findLastIndex((shown) => shown <= from);
    let end = at.findIndex((shown) => shown >= to);
    if (inPair(text, start)) start -= 1;
    if (end < 0) end = text.length;
    while (start < end && /\s/.test(text[start])) start += 1;
    while (end > start && /\s/.test(text[end - 1])) end -= 1;
    return start < end ? [start, end] : null;
  };

  /** What stands before a place in an element, as long as it is shown; the signs of findings do not count. */
  const before = (root, node, offset) => {
    const range = document.createRange();
    range.setStart(root, 0);
    range.setEnd(node, offset);
    const copy = range.cloneContents();
    for (const sign of copy.querySelectorAll('.sign')) sign.remove();
    return copy.textContent.length;
  };

  /** What is selected in an element that shows `text` as `seen`: [start, end] in it, or null. @param {Element} root @param {string} text @param {string} seen */
  const selected = (root, text, seen) => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return null;
    return span(text, before(root, range.startContainer, range.startOffset), before(root, range.endContainer, range.endOffset), seen);
  };

  /** The sentences of a text as [start, end]. @param {string} text @returns {number[][]} */
  const sentences = (text) => {
    const cut = [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)].map((s) => [s.index, s.index + s.segment.length]);
    return cut.map(([start, end]) => {
      const part = text.slice(start, end);
      return [start + part.length - part.trimStart().length, start + part.trimEnd().length];
    }).filter(([start, end]) => /[\p{L}\p{N}]/u.test(text.slice(start, end)));
  };

  /** Spans that cut no line break in two, so that what is shown is as long as `places` says. */
  const whole = (text, spans) => {
    const move = (at) => (text.startsWith('\r\n', at - 1) ? at + 1 : at);
    return spans.map((s) => ({ ...s, start: move(s.start), end: move(s.end) }));
  };

  /** Where a summary says who wrote it, as [start, end]; nowhere once names may be seen. */
  const bylines = (panel) => (page.review.blind ? (panel.outline || []).filter(([kind]) => kind === 'byline').map(([, start, end]) => [start, end]) : []);

  /** A text with each letter of some spans as ▒, as many units long; white space stays, and so every offset. */
  const masked = (text, spans) => spans.reduce((now, [start, end]) =>
    now.slice(0, start) + text.slice(start, end).replace(/\S/gu, (letter) => '▒'.repeat(letter.length)) + now.slice(end), text);

  /** A summary's text as reviewers may see it: offsets are those of the text, which alone is exported. */
  const seen = (panel) => masked(panel.summary, bylines(panel));

  /** A finding as reviewers may see it: what it quotes of a byline is masked there, too. */
  const seenFinding = (panel, finding) => {
    const parts = bylines(panel).flatMap(([start, end]) => {
      const [from, to] = finding.claim ? [Math.max(start, finding.claim[0]), Math.min(end, finding.claim[1])] : [0, 0];
      const quoted = from < to && finding.found && panel.summary.slice(start, end).includes(finding.found) ? finding.found : '';
      return [panel.summary.slice(start, end), panel.summary.slice(from, Math.max(from, to)), quoted];
    }).filter((part) => part.trim());
    const hide = (text) => text && parts.reduce((now, part) => now.replaceAll(part, masked(part, [[0, part.length]])), text);
    return { ...finding, message: hide(finding.message), found: hide(finding.found) };
  };

  /** A summary as nodes, with spans on it as `page.marks.marked` takes them. */
  const nodes = (panel, spans = []) => {
    const hidden = bylines(panel).map(([start, end]) => ({ start, end, key: 'masked', kind: 'masked', plain: true }));
    const made = page.marks.marked(seen(panel), whole(panel.summary, [...hidden, ...spans]));
    for (const part of made.querySelectorAll('.masked')) {
      part.setAttribute('role', 'img');
      part.setAttribute('aria-label', 'byline, hidden');
      part.title = 'Who wrote this is hidden, as the backends are';
    }
    return made;
  };

  page.review.text = { toPoints, toUnits, places, span, selected, sentences, seen, seenFinding, nodes };
}
