{
  // what would act on a terminal or on the direction of text, as harness.text.visible shows it
  const UNSAFE = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\udb40[\udc00-\udc7f]/g;

  const escaped = (letter) => {
    const code = letter.codePointAt(0);
    const hex = code.toString(16);
    if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
    return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
  };

  /** A text with control and bidi characters as visible escapes. @param {string} text */
  const visible = (text) => text.replaceAll('\r\n', '\n').replace(UNSAFE, escaped);

  /** The same on one line. @param {string} text */
  const line = (text) => visible(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');

  /**
   * An element. Strings become text, never markup. `on` holds listeners, `data` data attributes; null children are left out.
   * @param {string} tag @param {Object<string, any>} [about] @param {...(Node | string | null | undefined)} children
   */
  const el = (tag, about = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(about)) {
      if (value === null || value === undefined || value === false) continue;
      if (name === 'on') for (const [kind, act] of Object.entries(value)) made.addEventListener(kind, act);
      else if (name === 'data') Object.assign(made.dataset, value);
      else made.setAttribute(name, value === true ? '' : line(String(value)));
    }
    for (const child of children.flat()) {
      if (child !== null && child !== undefined) made.append(typeof child === 'string' ? visible(child) : child);
    }
    return made;
  };

  /** A button that does something. @param {string} text @param {() => void} act @param {Object<string, any>} [about] */
  const button = (text, act, about = {}) => el('button', { type: 'button', class: 'plain', on: { click: act }, ...about }, text);

  /** A table that scrolls by itself where it is wider than the page. @param {string} label @param {HTMLElement} table */
  const scroll = (label, table) => el('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': label }, table);

  /** Says something to those who listen rather than look. @param {string} text */
  const say = (text) => {
    document.getElementById('says').textContent = visible(text);
  };

  /** Scrolls an element into its pane, calmly where that is wanted. @param {Element | null | undefined} element */
  const reveal = (element) => {
    if (!element) return;
    const pane = element.closest('.columns [role=tabpanel]') || element.closest('.pane');
    const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
    if (!pane || !element.offsetParent) return;
    if (getComputedStyle(pane).overflowY !== 'auto') {
      element.scrollIntoView({ block: 'center', behavior });
      return;
    }
    const [box, frame] = [element.getBoundingClientRect(), pane.getBoundingClientRect()];
    const top = Math.max(frame.top, 0);
    const bottom = Math.min(frame.bottom, innerHeight);
    if (box.top >= top + 80 && box.bottom <= bottom - 20) return;
    pane.scrollTo({ top: pane.scrollTop + box.top - top - (bottom - top) / 3, behavior });
  };

  page.dom = { el, button, scroll, say, reveal, visible, line };

  const MINUS = '−';
  /** A score as Python prints it (report/numbers.py). @param {number | null} x @param {(number | null)[]} column what stands in the same column */
  const value = (x, column = []) => {
    if (x === null || x === undefined) return '–';
    const size = Math.max(...[x, ...column].map((n) => Math.abs(n ?? 0)));
    const text = size < 9.9995 ? x.toFixed(3) : size < 99.95 ? x.toFixed(1) : Math.round(x).toLocaleString('en-US');
    return (/^-[0.,]*$/.test(text) ? text.slice(1) : text).replace('-', MINUS);
  };
  /** A difference, always with its sign. @param {number | null} x @param {(number | null)[]} column */
  const difference = (x, column = []) => {
    const text = value(x, column);
    return x === null || x === undefined || text.startsWith(MINUS) || /^[0.]*$/.test(text) ? text : `+${text}`;
  };
  const many = (n, word) => `${n} ${word}${n === 1 ? '' : 's'}`;
  const MONTHS = 'January February March April May June July August September October November December'.split(' ');
  /** An ISO time for people: "21 May 2026, 17:50 (+02:00)"; what is no such time stays as it is. @param {string} iso */
  const time = (iso) => {
    const at = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d)(?::[\d.]+)?(Z|[+-]\d\d:\d\d)?)?$/.exec(iso);
    if (!at || !MONTHS[at[2] - 1]) return line(iso);
    const zone = at[5] && at[5] !== 'Z' && at[5] !== '+00:00' ? ` (${at[5]})` : at[5] ? ' UTC' : '';
    return `${Number(at[3])} ${MONTHS[at[2] - 1]} ${at[1]}${at[4] ? `, ${at[4]}${zone}` : ''}`;
  };
  page.numbers = { value, difference, many, time };

  const SIGNS = { error: '✕', warning: '▲', info: '•' };
  const NAMES = { error: 'error', warning: 'warning', info: 'note' };
  const STATES = {
    ok: 'ok', refused: 'refused', empty: 'empty', truncated: 'cut off', infra_error: 'not answered',
    metric_error: 'metric failed', not_applicable: 'not applicable',
  };
  page.words = { SIGNS, NAMES, STATES };
}
