{
  const { el, line, reveal } = page.dom;

  /** The tablist of some panels: arrows move along it, and only the chosen tab is in the order of the Tab key. */
  const tablist = (label, names, chosen, choose) => {
    const tabs = names.map(([key, text], i) =>
      el('button', { type: 'button', role: 'tab', id: `tab-${key}`, 'aria-controls': `panel-${key}`, data: { key }, on: { click: () => choose(key), keydown: (event) => moved(event, i) } }, text));
    const moved = (event, i) => {
      const step = { ArrowRight: 1, ArrowLeft: -1, Home: -i, End: tabs.length - 1 - i }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      const next = tabs[(i + step + tabs.length) % tabs.length];
      next.focus();
      choose(next.dataset.key);
    };
    const list = el('div', { role: 'tablist', class: 'tabs', 'aria-label': label }, ...tabs);
    const select = (key) => {
      for (const tab of tabs) {
        tab.setAttribute('aria-selected', String(tab.dataset.key === key));
        tab.tabIndex = tab.dataset.key === key ? 0 : -1;
      }
    };
    select(chosen);
    return { list, select };
  };

  /**
   * The pane with the sources, a tab each. `show` opens one and lights up a place in it; `join` those of a finding. With
   * `columns` there is a switch to have all of them beside each other; style hides it where the screen is too narrow.
   * @param {any} article the document @param {(source: number) => void} opened
   * @param {{on: boolean, turned: (on: boolean) => void}} [columns]
   */
  const draw = (article, opened, columns) => {
    const pane = el('section', { class: 'pane sources', tabindex: '0', 'aria-label': 'Sources' });
    if (!article.sources.length) {
      pane.append(el('h2', {}, 'Sources'), el('p', { class: 'note' }, 'This run keeps no source texts.'));
      return { pane, open() {}, show() {}, mark() {} };
    }
    let spans = article.sources.map(() => []);
    let lit = null;
    const names = article.sources.map((s, i) => [`source-${i}`, `${i + 1} ${line(s.publisher || s.id)}`]);
    const tabs = tablist('Sources', names, 'source-0', (key) => {
      open(Number(key.slice(7)));
      opened(Number(key.slice(7)));
    });
    const panels = article.sources.map((source, i) => panel(source, i));
    const fill = (i) => {
      const text = article.sources[i].text;
      if (text === undefined) return;
      const extra = lit && lit[0] === i ? [{ start: lit[1], end: lit[2], key: 'shown', kind: 'shown' }] : [];
      panels[i].querySelector('.story').replaceChildren(page.marks.marked(text, [...spans[i], ...extra]));
    };
    const shelf = el('div', { class: 'shelf' }, ...panels);
    let [all, at] = [false, 0];
    const open = (i) => {
      at = i;
      tabs.select(`source-${i}`);
      panels.forEach((p, n) => { p.hidden = !all && n !== i; });
      if (!all) return;
      // only the shelf moves: the page itself would take what is under the pointer along
      const [box, frame] = [panels[i].getBoundingClientRect(), shelf.getBoundingClientRect()];
      if (box.left < frame.left || box.right > frame.right) shelf.scrollLeft += box.left - frame.left;
    };
    const spread = (on) => {
      all = on;
      pane.classList.toggle('columns', on);
      for (const p of panels) if (on) p.tabIndex = 0; else p.removeAttribute('tabindex');
      change.setAttribute('aria-pressed', String(on));
      open(at);
    };
    const change = page.dom.button('In columns', () => {
      spread(!all);
      columns.turned(all);
    });
    const head = el('div', { class: 'sources-head' }, el('h2', {}, `Sources (${article.sources.length})`), columns && article.sources.length > 1 ? change : null);
    pane.append(head, tabs.list, shelf);
    if (columns?.on) spread(true);
    else open(0);
    return {
      pane,
      open,
      /** Which places findings point to: a list of spans for each source. */
      mark(places) {
        spans = places;
        lit = null;
        article.sources.forEach((_, i) => fill(i));
      },
      /** Opens a source and lights up a place. */
      show(i, start, end) {
        const before = lit;
        lit = [i, start, end];
        if (before && before[0] !== i) fill(before[0]);
        fill(i);
        open(i);
        reveal(panels[i].querySelector('.shown'));
      },
      /** The panel of a source. */
      panel: (i) => panels[i],
    };
  };

  const panel = (source, i) => {
    const link = source.link && el('a', { href: source.link, rel: 'noopener noreferrer nofollow' }, line(source.url));
    const made = el('div', { role: 'tabpanel', id: `panel-source-${i}`, 'aria-labelledby': `tab-source-${i}` });
    made.append(el('h3', { dir: 'auto' }, line(source.title || source.id)));
    made.append(el('p', { class: 'sub' }, line([source.publisher, source.published && page.numbers.time(source.published), source.id].filter(Boolean).join(' · '))));
    if (source.text === undefined) made.append(el('p', { class: 'note' }, `The text (${source.length} letters) was kept out of this page.`));
    else made.append(el('div', { class: 'story', dir: 'auto' }));
    if (source.url) made.append(el('p', { class: 'sub' }, link || line(source.url)));
    return made;
  };

  page.tablist = tablist;
  page.pieces.sources = { draw };
}
