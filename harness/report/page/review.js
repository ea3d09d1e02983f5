{
  const { el, button, line, say } = page.dom;

  /** While backends are hidden, all that would name them is kept here, out of the document. */
  const away = new Map();

  const gate = () => [
    el('h1', { class: 'lead' }, 'A blind review is under way'),
    el('p', { class: 'narrow' }, 'This place names the backends. It opens when you say, in the review, that names may be shown.'),
    el('p', {}, el('a', { class: 'go', href: '#/review' }, 'To the review')),
  ];

  /** Takes everything out of the document that names a backend, or puts it back. */
  const dress = () => {
    const { blind } = page.review;
    const parts = ['#first', 'footer', 'noscript'].map((name) => document.querySelector(name)).filter(Boolean);
    for (const part of parts) {
      if (blind && !away.has(part)) {
        away.set(part, [...part.childNodes]);
        part.replaceChildren(...(part.id === 'first' ? gate() : []));
      } else if (!blind && away.has(part)) {
        part.replaceChildren(...away.get(part));
        away.delete(part);
      }
    }
    document.querySelector('footer').hidden = blind;
  };

  /** The other views stay shut as long as backends are hidden. */
  for (const [name, view] of [...page.views]) {
    page.views.set(name, {
      ...view,
      title: (route) => (page.review.blind ? 'Review' : view.title(route)),
      draw: (route, root) => (page.review.blind ? root.replaceChildren(...gate()) : view.draw(route, root)),
      get keys() { return page.review.blind ? {} : view.keys; },
    });
  }

  const at = () => Number(page.route.current?.path[0]);

  const step = (by) => {
    const way = page.review.way();
    if (!at()) page.route.go('review', [by > 0 ? 1 : way.length]);
    else if (at() + by < 1 || at() + by > way.length) page.route.go('review');
    else page.route.go('review', [at() + by]);
  };

  const saved = () => (page.review.kept ? 'Saved in this browser' : '▲ Not saved');

  const head = (current, entry) => {
    const { told } = page.review.start;
    const bar = el('progress', { 'aria-label': 'Steps done' });
    const state = el('span', { class: 'state' });
    page.review.changed = () => {
      const { done, all } = page.review.progress();
      bar.max = all;
      bar.value = done;
      const word = { open: '○ open', begun: '◐ begun', done: '● done' }[page.review.status(current)];
      state.textContent = `${word} · ${told()}${page.review.state.unexported ? ` · ${saved()}, not exported yet` : ''}`;
      warn.replaceChildren(...[page.review.start.warning()].filter(Boolean));
    };
    const warn = el('div');
    const made = el('div', { class: 'article-head review-head' },
      el('h1', { dir: 'auto' }, line(entry.title || entry.id)),
      el('div', { class: 'steps' }, button('← Back', () => step(-1), { 'aria-label': 'Back', title: 'Back (left arrow)' }), button('Next →', () => step(1), { 'aria-label': 'Next', title: 'Next (right arrow)' })),
      el('p', { class: 'sub' }, el('a', { href: '#/review' }, '‹ Review'), ' · ', el('b', {}, current.called), ' · ', bar, ' ', state), warn);
    page.review.changed();
    return made;
  };

  const draw = async (route, root) => {
    dress();
    page.review.changed = null;
    if (page.review.why) {
      root.replaceChildren(el('h1', { class: 'lead' }, 'Review'), el('p', { class: 'narrow' }, page.review.why));
      return;
    }
    const current = page.review.way()[Number(route.path[0]) - 1];
    if (!current || !page.review.state.reviewer) {
      page.review.start.draw(root);
      return;
    }
    const doc = await page.data.article(current.number);
    if (route !== page.route.current) return; // somebody has gone on meanwhile
    root.replaceChildren(head(current, page.data.overview.byNumber.get(current.number)));
    const last = Number(route.path[0]) === page.review.way().length;
    const onward = button(last ? 'To the export →' : 'Next →', () => step(1), { class: 'plain strong' });
    page.review[current.kind].draw(current, doc, root, onward);
    say(`${current.called}: ${line(page.data.overview.byNumber.get(current.number).title || '')}`);
  };

  const judge = (verdict, side) => {
    const current = page.review.way()[at() - 1];
    if (current) page.review[current.kind].verdict(current.kind === 'item' ? verdict : side);
  };

  page.view('review', {
    get nav() { return page.data.overview.review ? 'Review' : undefined; },
    title: () => 'Review',
    draw,
    leave() {
      page.review.item.leave();
      page.review.pair.leave();
    },
    keys: {
      j: ['next finding', () => page.review.item.move(1)],
      k: ['previous finding', () => page.review.item.move(-1)],
      a: ['agree with the finding; of two summaries: A', () => judge('agree', 'a')],
      d: ['disagree with the finding', () => judge('disagree', null)],
      u: ['unsure of the finding', () => judge('unsure', null)],
      b: ['of two summaries: B', () => judge(null, 'b')],
      t: ['of two summaries: as good as each other', () => judge(null, 'tie')],
      ArrowRight: ['next', () => step(1)],
      ArrowLeft: ['back', () => step(-1)],
      Escape: ['all of the review', () => page.route.go('review')],
    },
  });

  // what was said before is there as soon as the data are, and so is the blindfold
  const { ready } = page.data;
  page.data.ready = async () => {
    const overview = await ready();
    if (overview.review) page.review.load();
    dress();
    if (overview.review?.draw && page.review.blind && !location.hash) history.replaceState(null, '', '#/review');
    return overview;
  };
  page.review.dress = dress;

  // another tab with this page has saved something: go on with that, so that neither overwrites the other
  addEventListener('storage', (event) => {
    if (!page.data.overview?.review || !event.key?.startsWith(`summary-review-${page.data.overview.id}`)) return;
    page.review.load();
    dress();
    if (page.route.current?.view === 'review') page.route.show();
  });
  addEventListener('beforeunload', (event) => {
    if (page.review.state?.unexported) event.preventDefault();
  });
}
