{
  const DIMENSIONS = [
    ['coverage', 'Coverage', 'Does it tell what matters in the sources?', 'misses what matters', 'tells all that matters'],
    ['consistency', 'Consistency', 'Is all that it says borne out by the sources?', 'hardly anything', 'everything'],
    ['structure', 'Structure', 'Is it built as such a story should be?', 'in disorder', 'well built'],
    ['fluency', 'Fluency', 'Does it read well?', 'hard to read', 'reads very well'],
  ];
  const VERDICTS = [['agree', '✓ agree'], ['disagree', '✗ disagree'], ['unsure', '? unsure']];

  /**
   * What the reviewer said, as it lies in the browser. Items and preferences are written as in the review file, so that an
   * export only adds names; spans are in code points. Keys hold numbers and never names.
   *
   * @typedef {{hash: string, time: string, findings: Object<string, {metric: string, check: string, verdict: string, comment: string}>,
   *   missed: {start: number, end: number, text: string, check: string | null, comment: string}[],
   *   judgements: Object<string, number>, comment: string}} Item
   * @typedef {{a: string, b: string, prefer: 'a' | 'b' | 'tie', time: string, comment: string}} Preference
   * @type {{reviewer: string, shown: boolean, unexported: boolean, items: Object<string, Item>, preferences: Object<string, Preference>}}
   */
  let state = null;
  let kept = true;
  let steps = null;

  const fresh = () => ({ reviewer: '', shown: false, unexported: false, items: {}, preferences: {} });
  const plan = () => page.data.overview.review;
  const place = () => `summary-review-${page.data.overview.id}${plan().draw ? `-${plan().draw.id.slice(0, 12)}` : ''}`;

  /** What lies in the browser; what cannot be read there is left where it is and not gone on with. */
  const load = () => {
    state = fresh();
    const text = page.storage(place());
    if (!text) return;
    try {
      state = { ...state, ...JSON.parse(text) };
    } catch {
      page.storage(`${place()}-broken`, text);
    }
  };

  /** Keeps everything in the browser at once; pages that may keep nothing go on in memory, and say so. */
  const save = () => {
    const text = JSON.stringify(state);
    page.storage(place(), text);
    kept = page.storage(place()) === text;
    page.review.changed?.();
  };

  const itemKey = (number, member, sample) => `${number}.${member}.${sample}`;
  const pairKey = (a, b) => [a, b].sort().join('|');

  /** The way: every summary, and behind the last of an article its pairs; called by number, never by backend. */
  const way = () => {
    if (steps) return steps;
    const { items, pairs } = plan();
    steps = [];
    let next = 0;
    items.forEach(([number, member, sample], i) => {
      steps.push({ kind: 'item', number, member, sample, key: itemKey(number, member, sample) });
      if (items[i + 1]?.[0] === number) return;
      for (; next < pairs.length && items[pairs[next][0]][0] === number; next++) {
        const [a, b] = pairs[next].map((at) => items[at]);
        steps.push({ kind: 'pair', number, a, b, key: pairKey(itemKey(...a), itemKey(...b)) });
      }
    });
    for (const kind of ['item', 'pair']) {
      const of = steps.filter((step) => step.kind === kind);
      of.forEach((step, i) => { step.place = i + 1; step.called = `${kind === 'pair' ? 'Pair' : 'Summary'} ${i + 1} of ${of.length}`; });
    }
    return steps;
  };

  const isEmpty = (item) => !Object.keys(item.findings).length && !item.missed.length && !Object.keys(item.judgements).length && !item.comment;

  /** done: all four judgements; begun: anything; open: nothing. */
  const status = (step) => {
    if (step.kind === 'pair') return state.preferences[step.key] ? 'done' : 'open';
    const item = state.items[step.key];
    if (!item) return 'open';
    return DIMENSIONS.every(([name]) => item.judgements[name]) ? 'done' : 'begun';
  };

  /** How far the review is: steps done, and all of them. */
  const progress = () => {
    const count = (kind) => {
      const of = way().filter((step) => step.kind === kind);
      return [of.filter((step) => status(step) === 'done').length, of.length];
    };
    const [items, pairs] = [count('item'), count('pair')];
    return { items, pairs, done: items[0] + pairs[0], all: items[1] + pairs[1] };
  };

  page.review = {
    DIMENSIONS, VERDICTS, way, status, progress, itemKey, pairKey, load, save, isEmpty,
    get state() { return state; },
    /** Whether the browser keeps what is said. */
    get kept() { return kept; },
    get plan() { return plan(); },
    /** Why there can be no review on this page; null where there can. */
    get why() {
      if (page.data.overview.redacted) return 'This page was made with --redact: its texts were kept out, and nobody can review what he cannot read. Ask for a page with the texts.';
      if (!plan()?.items.length) return 'This page has no summary that a review could speak of: none by a backend that is no control, or no run folder that would take the labels.';
      return null;
    },
    /** Whether the names of backends are hidden: from the start on a page with a draw, else from when a name was given. */
    get blind() {
      return !page.review.why && !state.shown && Boolean(plan().draw || state.reviewer);
    },
    /** @param {string} key @returns {Item} as said so far */
    said: (key) => state.items[key] || { hash: '', time: '', findings: {}, missed: [], judgements: {}, comment: '' },
    /** Changes what is said of a summary, and keeps it. @param {string} key @param {string} hash @param {(item: Item) => void} edit */
    edit(key, hash, edit) {
      const item = structuredClone(page.review.said(key));
      edit(item);
      if (isEmpty(item)) delete state.items[key];
      else state.items[key] = { ...item, hash, time: new Date().toISOString() };
      state.unexported = true;
      save();
    },
    /** Says which of two summaries is preferred; null takes it back. @param {string} key @param {any} said */
    prefer(key, said) {
      if (said) state.preferences[key] = { ...said, time: new Date().toISOString() };
      else delete state.preferences[key];
      state.unexported = true;
      save();
    },
    /** Forgets everything that was said here. */
    clear() {
      state = fresh();
      save();
    },
    /** Shows the names of backends from now on; the file will say so. */
    show() {
      state.shown = true;
      state.unexported = true;
      save();
    },
  };
}
