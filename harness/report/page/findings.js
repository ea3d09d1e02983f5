{
  const { el, line } = page.dom;

  const family = (check) => page.data.overview.families.get(page.data.overview.family.get(check) || 'form');

  /** A word of ours, with what it means for pointer, keyboard and fingers; without a meaning, the word alone. @param {string} text @param {string} [meaning] @param {string} [kind] */
  const term = (text, meaning, kind) => (meaning ? el('abbr', { class: kind, title: meaning, tabindex: '0' }, line(text)) : kind ? el('span', { class: kind }, line(text)) : line(text));

  /** What a check says when it reports something; nothing for those of plug-ins. @param {string} check */
  const meaning = (check) => (Object.hasOwn(page.data.overview.help, check) ? page.data.overview.help[check] : '');

  /** Why nothing was looked at where a row is not ok. */
  const UNSEEN = {
    refused: 'The backend refused, so there is no summary to check.',
    empty: 'The summary is empty, so there is nothing to check.',
    truncated: 'The summary was cut off; such summaries are not checked.',
    infra_error: 'No answer came, so there is no summary to check.',
    metric_error: 'A metric failed here, so this is not all; what was checked gave no findings.',
    not_applicable: 'No summary could be asked for here, so there is nothing to check.',
  };

  /** What a finding says; with the texts kept out, what is left of it. */
  const message = (finding) => finding.message ?? (finding.claim ? `letters ${finding.claim[0]}–${finding.claim[1]}` : 'no place in the summary');

  /** Who has what a finding expected: the sources, another place of the summary, or neither, but calendar or house style. @param {any[]} evidence */
  const whose = (evidence) => (evidence.some((e) => e[0] === -1) ? 'elsewhere' : evidence.length ? 'sources' : 'expected');

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
      el('span', { class: `badge ${finding.severity}` }, `${SIGNS[finding.severity]} ${NAMES[finding.severity]} ${number}`),
      el('span', { class: 'message', dir: 'auto' }, message(finding)));
    // beside the button and not in it: what is inside of a button has no focus of its own; at the left, where its meaning has room
    const kind = el('div', { class: 'kind' }, term(`${kin.sign} ${kin.label} · ${finding.check}`, meaning(finding.check)));
    const made = el('li', { class: `finding ${finding.severity}`, id: `f${number}`, data: { keys: `f${number}` } }, head, kind);
    if (finding.expected || finding.found) {
      const told = el('dl');
      if (finding.found) told.append(el('dt', {}, 'summary'), el('dd', { dir: 'auto' }, finding.found));
      if (finding.expected) told.append(el('dt', {}, whose(finding.evidence)), el('dd', { dir: 'auto' }, finding.expected));
      made.append(told);
    }
    const link = act.address && el('a', { class: 'permalink', href: act.address(number), 'aria-label': `Link to ${NAMES[finding.severity]} ${number}`, title: 'Leads to this finding: copy it to send it to somebody' }, 'link');
    const shown = cites(article, finding.evidence, act, link);
    if (shown) made.append(shown);
    return made;
  };

  /** The list of all findings of a panel. */
  const list = (article, panel, act) => {
    if (!panel.findings.length) return panel.state === 'ok' ? el('p', { class: 'clean' }, '✓ No findings.') : el('p', { class: 'note' }, UNSEEN[panel.state]);
    return el('ol', { class: 'findings' }, ...panel.findings.map((finding, i) => card(article, finding, i + 1, act)));
  };

  page.pieces.findings = { list, card, cites, family, message, sourceName, term, meaning, UNSEEN };
}
