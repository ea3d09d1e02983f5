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

  /** A span of what is shown as [start, end] of the text, without white space at its ends; null where nothing is left. */
  const span = (text, from, to) => {
    const at = places(text);
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

  /** What is selected in an element that shows `text`: [start, end] in it, or null. @param {Element} root @param {string} text */
  const selected = (root, text) => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return null;
    return span(text, before(root, range.startContainer, range.startOffset), before(root, range.endContainer, range.endOffset));
  };

  /** The sentences of a text as [start, end]. @param {string} text @returns {number[][]} */
  const sentences = (text) => {
    const cut = [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)].map((s) => [s.index, s.index + s.segment.length]);
    return cut.map(([start, end]) => {
      const part = text.slice(start, end);
      return [start + part.length - part.trimStart().length, start + part.trimEnd().length];
    }).filter(([start, end]) => end > start);
  };

  /** Spans that cut no line break in two, so that what is shown is as long as `places` says. */
  const whole = (text, spans) => {
    const move = (at) => (text.startsWith('\r\n', at - 1) ? at + 1 : at);
    return spans.map((s) => ({ ...s, start: move(s.start), end: move(s.end) }));
  };

  page.review.text = { toPoints, toUnits, places, span, selected, sentences, whole };
}
