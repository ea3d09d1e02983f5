{
  const view = () => document.getElementById('view');
  const first = () => document.getElementById('first');
  let current = null;
  let drawn = 0;
  let saving = 0;

  /** What the address asks for; null where it names a place on the first screen. @returns {Route | null} */
  const parse = (hash) => {
    const text = hash.replace(/^#/, '');
    const panel = /^a(\d+)(?:-b(\d+))?(?:-r(\d+))?(?:-f(\d+))?(?:-.*)?$/.exec(text);
    if (panel) {
      const query = new URLSearchParams();
      for (const [key, at] of [['b', 2], ['s', 3], ['f', 4]]) if (panel[at]) query.set(key, panel[at]);
      return { view: 'article', path: [panel[1]], query };
    }
    const values = /^v(\d+)-(\d+)$/.exec(text);
    if (values) {
      const metric = page.data.overview.metrics[Number(values[2])];
      const query = new URLSearchParams({ who: values[1], m: metric ? metric.name : '', sort: 'lowest' });
      return { view: 'articles', path: [], query };
    }
    if (text && !text.startsWith('/')) return null;
    const [path, query] = text.replace(/^\//, '').split('?');
    const [name, ...rest] = path.split('/').map(decoded);
    return { view: name || 'first', path: rest, query: new URLSearchParams(query || '') };
  };

  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };

  /** The address of a route. @param {string} name @param {(string | number)[]} [path] @param {URLSearchParams | Object<string, any>} [query] */
  const address = (name, path = [], query = {}) => {
    const entries = query instanceof URLSearchParams ? [...query] : Object.entries(query);
    const kept = new URLSearchParams(entries.filter(([, v]) => v !== null && v !== undefined && v !== '').map(([k, v]) => [k, String(v)]));
    const text = kept.toString().replaceAll('%2C', ',');
    const head = name === 'first' ? '' : [name, ...path.map((p) => encodeURIComponent(p))].join('/');
    return `#/${head}${text ? `?${text}` : ''}`;
  };

  /** The control that has the focus, by what it is called: it is another node once everything was drawn anew. */
  const held = () => {
    const at = document.activeElement;
    if (!at || !view().contains(at)) return null;
    return { id: at.id, href: at.getAttribute('href'), text: `${at.localName} ${at.getAttribute('aria-label') || at.textContent}` };
  };
  const again = (was) => was && [...view().querySelectorAll('a, button, input, select, summary')].find((each) =>
    was.id ? each.id === was.id : was.href ? each.getAttribute('href') === was.href : `${each.localName} ${each.getAttribute('aria-label') || each.textContent}` === was.text);
  /** The link that led to where one comes back from. */
  const left = (before) => before && [...view().querySelectorAll('a[href]')].find((each) => each.getAttribute('href').split('?')[0] === address(before.view, before.path));

  const mark = (name) => {
    for (const link of document.querySelectorAll('#tools nav a')) {
      if (link.dataset.view === name) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
  };

  const unknown = (root) => {
    root.replaceChildren(page.dom.el('p', { class: 'note' }, 'There is no such place in this report. '), page.dom.el('a', { href: '#/' }, 'To the first screen'));
  };

  /** Shows what the address says. */
  const show = async () => {
    const route = parse(location.hash);
    const name = route ? route.view : 'first';
    const before = current;
    if (before && page.views.get(before.view)?.leave) page.views.get(before.view).leave();
    current = route;
    clearTimeout(saving);
    const back = history.state?.at;
    const was = held();
    const turn = ++drawn;
    mark(name);
    first().hidden = name !== 'first';
    view().hidden = name === 'first';
    if (name === 'first') {
      view().replaceChildren();
      document.title = page.title;
      const place = route ? null : document.getElementById(decoded(location.hash.slice(1)));
      if (place && back === undefined) place.scrollIntoView();
      else if (back !== undefined || (before && before.view !== 'first')) scrollTo(0, back ?? page.firstAt ?? 0);
      return;
    }
    if (before === null || before.view === 'first') page.firstAt = page.scrolled || 0;
    const shown = page.views.get(name);
    if (!shown) {
      unknown(view());
      return;
    }
    document.title = `${shown.title(route)} – ${page.title}`;
    const other = !before || before.view !== name || before.path.join() !== route.path.join();
    if (other) scrollTo(0, 0);
    await shown.draw(route, view());
    if (turn !== drawn) return;
    if (back !== undefined) scrollTo(0, back);
    if (before && (other || (was && document.activeElement === document.body))) {
      const found = (back !== undefined && left(before)) || (!other && again(was));
      (found || document.getElementById('main')).focus({ preventScroll: true });
    }
    document.documentElement.dataset.drawn = String(turn);
  };

  page.route = {
    address,
    show,
    /** The route that is shown; null on a place of the first screen. */
    get current() {
      return current;
    },
    /** Goes somewhere, at once; the back button comes back. @returns {Promise<void>} until it is drawn */
    go(name, path, query) {
      return page.route.to(address(name, path, query));
    },
    /** The same to an address. @param {string} to */
    async to(to) {
      if (location.hash === to) return;
      try {
        history.pushState(null, '', to);
      } catch { // Safari takes a hundred in half a minute
        location.hash = to;
        return;
      }
      await show();
    },
    /** Says in the address what is shown, without a step in the history and without drawing anew. */
    note(query) {
      if (!current) return;
      current.query = query instanceof URLSearchParams ? query : new URLSearchParams(query);
      history.replaceState(history.state, '', address(current.view, current.path, current.query));
    },
    start() {
      addEventListener('hashchange', show);
      history.scrollRestoration = 'manual';
      addEventListener('scroll', () => {
        if (!first().hidden) page.scrolled = scrollY;
        clearTimeout(saving);
        saving = setTimeout(() => history.replaceState({ at: scrollY }, ''), 120);
      }, { passive: true });
      // a page of one article, as `harness check` makes, opens with it
      const { articles } = page.data.overview;
      if (!location.hash && articles.length === 1) history.replaceState(null, '', address('article', [articles[0].number]));
      return show();
    },
  };
}
