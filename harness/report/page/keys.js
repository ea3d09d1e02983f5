{
  const { el } = page.dom;
  const typing = (target) => target.closest('input, textarea, select, [contenteditable]');

  const search = () => {
    const input = document.getElementById('search');
    if (input) input.focus();
    else {
      page.route.go('articles', [], page.route.current ? page.filters.context(page.route.current.query) : {});
      setTimeout(() => document.getElementById('search')?.focus(), 60);
    }
  };

  let dialog = null;
  const NAMES = { ArrowDown: '↓', ArrowUp: '↑', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc' };
  const rows = (keys) => Object.entries(keys).map(([key, [what]]) => el('div', {}, el('dt', {}, el('kbd', {}, NAMES[key] || key)), el('dd', {}, what)));

  const help = () => {
    if (dialog?.open) {
      dialog.close();
      return;
    }
    const view = page.views.get(page.route.current?.view);
    const families = page.data.overview.families;
    dialog = el('dialog', { 'aria-labelledby': 'help-title' },
      el('h2', { id: 'help-title' }, 'Keys'),
      el('dl', { class: 'keys' }, ...(view?.keys ? rows(view.keys) : []), ...rows(page.keys)),
      el('h2', {}, 'Signs in the text'),
      el('dl', {}, ...[...families.values()].flatMap((f) => [el('dt', {}, `${f.sign} ${f.label}`), el('dd', {}, f.help)])),
      el('p', { class: 'note' }, '✕ error, ▲ warning, • note. The underline tells the kind: double for quotations, dashed for names, dotted for dates, wavy for meaning.'),
      page.dom.button('Close', () => dialog.close()));
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };

  page.keys['/'] = ['search', search];
  page.keys.g = ['first screen', () => page.route.go('first')];
  page.keys['?'] = ['these keys', help];
  page.help = help;

  const pressed = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    const view = page.views.get(page.route.current?.view);
    if (typing(event.target)) {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    const found = view?.keys?.[event.key] || page.keys[event.key];
    if (!found) return;
    event.preventDefault();
    found[1]();
  };
  document.addEventListener('keydown', pressed);
}
