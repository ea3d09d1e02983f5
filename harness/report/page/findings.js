{
  const { el, line } = page.dom;

  const family = (check) => page.data.overview.families.get(page.data.overview.family.get(check) || 'form');

  /** What a finding says; with the texts kept out, what is left of it. */
  const message = (finding) => finding.message ?? (finding.claim ? `letters ${finding.claim[0]}–${finding.claim[1]}` : 'no place in the summary');

  /** The name of a source for people. */
  const sourceName = (article, i) => line(article.sources[i].publisher || article.sources[i].id);

  /** Buttons that lead to evidence, in a row with what else is given. @param {any} article @param {any[]} evidence @param {any} act {source(i, s, e), summary(s, e)} */
  const cites = (article, evidence, act, ...others) => {
    const made = evidence.map((e) => {
      if (typeof e[0] === 'string') return el('span', { class: 'sub' }, line(e[0]), e[1] ? `: ${e[1]}` : '');
      if (e[0] < 0) return el('button', { type: 'button', class: 'cite', on: { click: () => act.summary(e[1], e[2]) } }, 'the summary itself');
      return el('button', { type: 'button', class: 'cite', on: { click: () => act.source(e[0], e[1], e[2]) } }, sourceName(article, e[0]));
    });
    const shown = [...made, ...others.filter(Boolean)];
    return shown.length ? el('div', { class: 'cites' }, ...shown) : null;
  };

  /** One finding as a card; `number` counts from 1, as in the text and in the address. */
  const card = (article, finding, number, act) => {
    const { SIGNS, NAMES } = page.words;
    const kin = family(finding.check);
    const head = el('button', { type: 'button', 'aria-pressed': 'false', on: { click: () => act.choose(number) } },
      el('span', { class: `badge ${finding.severity}` }, `${SIGNS[finding.severity]} ${NAMES[finding.severity]} ${number}`), ' ',
      el('span', { class: 'kind', title: kin.help }, `${kin.sign} ${kin.label} · ${line(finding.check)}`),
      el('span', { class: 'message', dir: 'auto' }, message(finding)));
    const made = el('li', { class: `finding ${finding.severity}`, id: `f${number}`, data: { keys: `f${number}` } }, head);
    if (finding.expected || finding.found) {
      const told = el('dl');
      if (finding.found) told.append(el('dt', {}, 'summary'), el('dd', { dir: 'auto' }, finding.found));
      if (finding.expected) told.append(el('dt', {}, 'sources'), el('dd', { dir: 'auto' }, finding.expected));
      made.append(told);
    }
    const link = act.address && el('a', { class: 'permalink', href: act.address(number), 'aria-label': `Link to ${NAMES[finding.severity]} ${number}`, title: 'Leads to this finding: copy it to send it to somebody' }, 'link');
    const shown = cites(article, finding.evidence, act, link);
    if (shown) made.append(shown);
    return made;
  };

  /** The list of all findings of a panel. */
  const list = (article, panel, act) => {
    if (!panel.findings.length) return el('p', { class: 'clean' }, panel.state === 'ok' ? '✓ No findings.' : 'Nothing to look at: the row is not ok.');
    return el('ol', { class: 'findings' }, ...panel.findings.map((finding, i) => card(article, finding, i + 1, act)));
  };

  page.pieces.findings = { list, card, cites, family, message, sourceName };
}
