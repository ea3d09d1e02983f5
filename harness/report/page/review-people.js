{
  const { el } = page.dom;
  const NONE = 'none';
  const OPTIONS = [['agree', 'agree with a finding'], ['disagree', 'disagree with one'], ['unsure', 'are unsure of one'], [NONE, 'said nothing']];

  /** What imported reviews say of a summary's findings: {finding's id: [agree, disagree, unsure]}. */
  const imported = (key) => page.data.overview.people[key] || {};
  /** What was said in this browser: {finding's id: {verdict}}. */
  const own = (key) => page.review.state?.items[key]?.findings || {};

  const line = (counts, mine) => {
    const told = ['agree', 'disagree', 'unsure'].map((word, i) => [counts?.[i], '✓✗?'[i], word]).filter(([n]) => n)
      .map(([n, sign, word]) => `${sign} ${n} ${word === 'unsure' || n > 1 ? word : `${word}s`}`);
    if (mine) told.push(`you: ${mine.verdict}`);
    return el('p', { class: 'people' }, `Reviewers: ${told.join(', ')}`);
  };

  const { list } = page.pieces.findings;
  page.pieces.findings.list = (article, panel, act) => {
    const made = list(article, panel, act);
    const entry = page.data.overview.articles.find((a) => a.id === article.id);
    const key = page.review.itemKey(entry.number, panel.member, panel.sample);
    panel.findings.forEach(({ id }, i) => {
      if (imported(key)[id] || own(key)[id]) made.children[i].append(line(imported(key)[id], own(key)[id]));
    });
    return made;
  };

  page.filter('verdict', {
    label: 'Reviewers',
    options: () => (Object.keys(page.data.overview.people).length || Object.keys(page.review.state?.items || {}).length ? OPTIONS : []),
    match(row, value) {
      const key = page.review.itemKey(row.article.number, row.member, row.sample);
      const [counts, mine] = [Object.values(imported(key)), Object.values(own(key))];
      if (value === NONE) return !counts.length && !mine.length;
      return counts.some((c) => c[OPTIONS.findIndex(([name]) => name === value)]) || mine.some((m) => m.verdict === value);
    },
  });
}
