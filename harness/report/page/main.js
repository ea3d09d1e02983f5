{
  const { el, button } = page.dom;
  const THEMES = { auto: 'light', light: 'dark', dark: 'auto' };

  const stored = (key, value) => {
    try {
      if (value === undefined) return localStorage.getItem(key);
      localStorage.setItem(key, value);
    } catch { /* pages from disk may have no storage; the switch then holds until the page is closed */ }
    return null;
  };

  let theme = 'auto';
  const dress = (now) => {
    theme = now in THEMES ? now : 'auto';
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };

  const tools = () => {
    const links = [['first', 'Overview'], ...[...page.views].filter(([, view]) => view.nav).map(([name, view]) => [name, view.nav])];
    const nav = el('nav', { 'aria-label': 'Views' }, ...links.map(([name, text]) => el('a', { href: page.route.address(name), data: { view: name } }, text)));
    const label = () => ({ auto: '◐ auto', light: '○ light', dark: '● dark' })[theme];
    const change = button(label(), () => {
      dress(THEMES[theme]);
      stored('summary-report-theme', theme);
      change.textContent = label();
      change.setAttribute('aria-label', `Colours: ${theme}`);
    }, { class: '', 'aria-label': `Colours: ${theme}`, title: 'Light or dark' });
    document.getElementById('tools').replaceChildren(nav, change, button('?', page.help, { class: '', 'aria-label': 'Keys and signs', title: 'Keys and signs (?)' }));
  };

  // what is folded would be missing on paper
  addEventListener('beforeprint', () => {
    for (const folded of document.querySelectorAll('#first details:not([open])')) Object.assign(folded, { open: true }).dataset.folded = '';
  });
  addEventListener('afterprint', () => {
    for (const opened of document.querySelectorAll('details[data-folded]')) opened.open = false;
  });

  // the address says which view is shown, so that the jump must leave it alone
  document.querySelector('.skip').addEventListener('click', (event) => {
    event.preventDefault();
    document.getElementById('main').focus();
  });

  page.storage = stored;
  page.title = document.title;
  dress(stored('summary-report-theme') || 'auto');
  document.documentElement.dataset.scripts = 'on';
  page.data.ready().then(() => {
    tools();
    return page.route.start();
  }).then(() => {
    document.documentElement.dataset.ready = 'yes';
  });
}
