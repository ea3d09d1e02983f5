{
  const { el } = page.dom;
  const PLACE = 'summary-report-keys';
  const NAMES = { ArrowDown: '↓', ArrowUp: '↑', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc' };
  const ALONG = { ArrowLeft: 'X', ArrowRight: 'X', ArrowUp: 'Y', ArrowDown: 'Y' };

  /** Where letters are typed: no button, and nothing that is only ticked. */
  const typing = (target) => target.closest('textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=button], [type=submit], [type=reset], [type=file])');

  const scrolls = (element, way) => {
    const more = way === 'X' ? element.scrollWidth - element.clientWidth : element.scrollHeight - element.clientHeight;
    return more > 1 && ['auto', 'scroll'].includes(getComputedStyle(element)[`overflow${way}`]);
  };

  /** Whether an arrow has its own work there: among radio buttons, or in what scrolls that way. */
  const taken = (target, key) => {
    const way = ALONG[key];
    if (!way) return false;
    const around = '.scroll, .shelf, [role=group], [role=tabpanel]';
    for (let at = target.closest(around); at; at = at.parentElement.closest(around)) if (scrolls(at, way)) return true;
    return target.matches('[type=radio]');
  };

  let single = null;
  /** Whether keys of one letter or sign do anything; who speaks to his computer may not want that. */
  const singleOn = () => {
    single ??= page.storage(PLACE) !== 'off';
    return single;
  };
  const turn = (on) => {
    single = on;
    page.storage(PLACE, on ? 'on' : 'off');
  };

  const search = () => {
    const input = document.getElementById('search');
    if (input) input.focus();
    else {
      const kept = page.route.current ? page.filters.context(page.route.current.query) : {};
      page.route.go('articles', [], kept).then(() => document.getElementById('search')?.focus());
    }
  };

  let dialog = null;
  const rows = (keys) => Object.entries(keys).map(([key, [what]]) => el('div', {}, el('dt', {}, el('kbd', {}, NAMES[key] || key)), el('dd', {}, what)));

  /** How the line of a mark is drawn, in words, as the style has it. */
  const drawn = (mark) => {
    const { textDecorationLine: side, textDecorationStyle: style, textDecorationThickness: size } = getComputedStyle(mark);
    const thick = parseFloat(size) >= 3 ? 'thick ' : '';
    const where = side.includes('overline') ? (side.includes('underline') ? ', above and below' : ', above') : '';
    return `${thick}${style}${where}`;
  };

  /** Each family with its sign and a line as it wears it in texts; `name` says which line that is, once it is on the page. */
  const sign = (family) => {
    const mark = el('mark', { class: `${family.key} warning` }, family.label);
    const line = el('span', { class: 'sub' });
    const name = () => { line.textContent = ` Line: ${drawn(mark)}.`; };
    return { name, rows: [el('dt', {}, `${family.sign} `, mark), el('dd', {}, family.help, line)] };
  };

  const help = () => {
    if (dialog?.open) {
      dialog.close();
      return;
    }
    const view = page.views.get(page.route.current?.view);
    const told = [...page.data.overview.families.values()].map(sign);
    const change = el('input', { type: 'checkbox', checked: singleOn(), on: { change: () => turn(change.checked) } });
    dialog = el('dialog', { 'aria-labelledby': 'help-title' },
      el('h2', { id: 'help-title' }, 'Keys'),
      el('dl', { class: 'keys' }, ...(view?.keys ? rows(view.keys) : []), ...rows(page.keys)),
      el('label', {}, change, 'Single keys on'),
      el('p', { class: 'note' }, 'Off: letters and signs do nothing; arrows and Esc do, and these keys stand behind the button “?”. In a field or a group of choices Esc only leads out of it.'),
      el('h2', {}, 'Signs in the text'),
      el('dl', { class: 'signs' }, ...told.flatMap((family) => family.rows)),
      el('p', { class: 'note' }, 'The sign and the line tell the kind, the colour how grave it is: ✕ error, ▲ warning, • note. In a source, thin dots are below what a finding points to.'),
      page.dom.button('Close', () => dialog.close()));
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    for (const family of told) family.name();
    dialog.showModal();
  };

  page.keys['/'] = ['search', search];
  page.keys.g = ['first screen', () => page.route.go('first')];
  page.keys['?'] = ['these keys', help];
  page.help = help;

  const pressed = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    const { key, target } = event;
    // what Esc closes first: a field, and the explanation that a focused word shows
    if (key === 'Escape' && (typing(target) || target.matches('input, abbr'))) target.blur();
    else if (!typing(target) && !taken(target, key) && (key.length > 1 || singleOn())) act(event);
  };

  const act = (event) => {
    const found = page.views.get(page.route.current?.view)?.keys?.[event.key] || page.keys[event.key];
    if (!found) return;
    event.preventDefault();
    found[1]();
  };
  document.addEventListener('keydown', pressed);
}
