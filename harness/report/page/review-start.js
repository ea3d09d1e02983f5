{
  const { el, button, line, say } = page.dom;
  const { many } = page.numbers;
  const SIGNS = { open: '○', begun: '◐', done: '●' };

  /** Asks before something that cannot be taken back. @param {string} question @param {string} yes @param {() => void} act */
  const ask = (question, yes, act) => {
    const dialog = el('dialog', { 'aria-labelledby': 'ask' }, el('p', { id: 'ask' }, question),
      el('div', { class: 'row' }, button(yes, () => { dialog.close(); act(); }), button('Cancel', () => dialog.close())));
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };

  const told = () => {
    const { items, pairs } = page.review.progress();
    return `${items[0]} of ${many(items[1], 'summary').replace('summarys', 'summaries')} judged${pairs[1] ? `, ${pairs[0]} of ${many(pairs[1], 'pair')} compared` : ''}`;
  };

  /** Says loudly that this browser keeps nothing. */
  const warning = () => (page.review.kept ? null : el('p', { class: 'flag', role: 'alert' }, '▲ This browser keeps nothing for this page: what you say is lost when it is closed. Export before you leave.'));

  const name = (again) => {
    const input = el('input', { id: 'reviewer', required: true, autocomplete: 'name', maxlength: '80' });
    const begin = (event) => {
      event.preventDefault();
      if (!input.value.trim()) {
        input.focus();
        return;
      }
      page.review.state.reviewer = input.value.trim();
      page.review.save();
      page.route.go('review', [first()]);
      again();
    };
    return el('form', { class: 'row', on: { submit: begin } }, el('label', { for: 'reviewer' }, 'Your name'), input, el('button', { type: 'submit', class: 'plain strong' }, 'Begin'), el('span', { class: 'sub' }, 'stands in the file that you hand in'));
  };

  /** The number of the first step that is not done; the last if all are. */
  const first = () => {
    const at = page.review.way().findIndex((step) => page.review.status(step) !== 'done');
    return at < 0 ? page.review.way().length : at + 1;
  };

  const taking = (again) => {
    const why = el('p', { class: 'note', role: 'status' });
    const take = async (file) => {
      try {
        why.className = 'note';
        why.textContent = line(await page.review.file.take(await file.text()));
        again(why.textContent);
      } catch (error) {
        if (!(error instanceof page.review.file.Refused)) throw error;
        why.className = 'flag';
        why.textContent = `✕ ${line(file.name)} is not taken in, and nothing was changed. ${error.message}`;
      }
    };
    const input = el('input', { type: 'file', accept: '.json,application/json', on: { change: () => input.files[0] && take(input.files[0]).finally(() => { input.value = ''; }) } });
    return [el('label', { class: 'file' }, 'Go on with an earlier export', input), why];
  };

  const files = (again) => {
    const { state } = page.review;
    const n = Object.keys(state.items).length + Object.keys(state.preferences).length;
    const done = el('p', { class: 'note', role: 'status' });
    const save = () => {
      done.textContent = `Exported as ${page.review.file.save()}. Send this file back.`;
    };
    const clear = () => ask(`Delete what ${line(state.reviewer)} said from this browser?${state.unexported ? ' Some of it was not exported, and is lost then.' : ''}`, 'Delete', () => {
      page.review.clear();
      again('Cleared.');
    });
    return el('div', { class: 'files' },
      el('div', { class: 'row' }, button('Export', save, { class: 'plain strong', disabled: n && state.reviewer ? null : true }), button('Clear…', clear, { disabled: n || state.reviewer ? null : true })), done,
      ...taking(again));
  };

  const list = () => {
    const way = page.review.way();
    const link = (step, i) => {
      const status = page.review.status(step);
      const text = `${step.called}, ${status}`;
      return el('li', {}, el('a', { href: page.route.address('review', [i + 1]), class: status, 'aria-label': text, title: text }, `${SIGNS[status]} ${step.kind === 'pair' ? 'A|B ' : ''}${step.place}`));
    };
    return el('div', {}, el('h2', {}, 'All summaries and pairs'), el('p', { class: 'note' }, '● judged, ◐ begun, ○ open; A|B: two summaries of the article before, side by side.'), el('ol', { class: 'way' }, ...way.map(link)));
  };

  const hidden = (again) => {
    if (!page.review.blind) {
      const text = page.review.state.shown ? 'The names of backends were shown on this page, and the file will say so.' : '';
      return text ? el('p', { class: 'note' }, text) : null;
    }
    const show = () => ask('Show which backend wrote what? The rest of the report opens then. It cannot be taken back: the file will say that names were seen.', 'Show names', () => {
      page.review.show();
      again('Names are shown.');
    });
    return el('p', { class: 'note' }, 'Backends are hidden and in random order, and so is the rest of the report. ', button('Show names…', show));
  };

  /** Draws the start: name, progress, files, all steps. @param {HTMLElement} root @param {string} [said] */
  const draw = (root, said = '') => {
    const again = (text) => {
      if (page.route.current?.view !== 'review') return;
      draw(root, text);
      root.querySelector('#reviewer, .go').focus(); // what was pressed is gone
    };
    page.review.dress();
    const { reviewer } = page.review.state;
    const { all, done } = page.review.progress();
    const go = done === all ? 'All is judged: export it, and send the file back.' : null;
    root.replaceChildren(...[
      el('h1', { class: 'lead' }, 'Review'),
      warning(),
      said ? el('p', { class: 'said' }, said) : null,
      el('p', { class: 'narrow' }, 'Read each summary against its sources. Agree or disagree with what was found, mark what was missed, and judge four things from 1 to 5. Go through all of them, also the hard ones: passing these over makes the rest look better.'),
      hidden(again),
      reviewer ? el('p', { class: 'count' }, 'Reviewer: ', el('b', { dir: 'auto' }, line(reviewer)), `. ${told()}. `, go) : name(again),
      reviewer ? el('p', {}, el('a', { class: 'go', href: page.route.address('review', [first()]) }, done ? 'Go on' : 'Begin', ` with ${page.review.way()[first() - 1].called.replace(/ of .*/, '').toLowerCase()}`)) : null,
      files(again),
      reviewer ? list() : null,
    ].filter(Boolean));
    if (said) say(said);
  };

  page.review.start = { draw, told, warning };
}
