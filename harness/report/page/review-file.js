{
  const { line } = page.dom;
  const DIMENSIONS = page.review.DIMENSIONS.map(([name]) => name);
  const VERDICTS = page.review.VERDICTS.map(([name]) => name);

  /** Why a file is not taken. */
  class Refused extends Error {}

  const told = (value) => {
    const text = line(JSON.stringify(value) ?? 'nothing');
    return text.length > 60 ? `${text.slice(0, 57)}…` : text;
  };
  const need = (fits, where, expected, found) => {
    if (!fits) throw new Refused(`${where}: expected ${expected}, found ${told(found)}`);
  };
  const text = (value, where, filled = false) => need(typeof value === 'string' && (!filled || value.trim()), where, filled ? 'a text' : 'a text, which may be empty', value);
  const one = (value, among, where) => need(among.includes(value), where, `one of ${among.join(', ')}`, value);
  const list = (value, where) => need(Array.isArray(value), where, 'a list', value);
  const whole = (value, where) => need(Number.isInteger(value) && value >= 0, where, 'a whole number', value);
  const time = (value, where) => need(typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value)), where, 'a time such as 2026-11-23T10:00:00Z', value);

  /** An object with these fields and no others. */
  const record = (value, fields, where) => {
    need(value !== null && typeof value === 'object' && !Array.isArray(value), where || 'the file', 'an object', value);
    const at = (name) => (where ? `${where}.${name}` : name);
    for (const name of fields) if (!Object.hasOwn(value, name)) throw new Refused(`${at(name)}: is missing`);
    for (const name of Object.keys(value)) if (!fields.includes(name)) throw new Refused(`${at(line(name))}: unknown field, expected one of ${fields.join(', ')}`);
  };

  const runs = () => page.data.overview.runs.map(({ folder, suite_hash, articles_hash }) => ({ name: folder, suite_hash, articles_hash }));

  /** Which summary a place of the file is, as a key. */
  const find = (given, where) => {
    const { articles, members, runs: known } = page.data.overview;
    const article = articles.find((a) => a.id === given.article);
    need(article, `${where}.article`, 'an article of this report', given.article);
    const member = members.findIndex((m) => known[m.run].folder === given.run && m.backend === given.backend);
    need(member >= 0, `${where}.backend`, 'a backend of this report', `${given.backend} of ${given.run}`);
    need(article.rows.some((row) => row.member === member && row.sample === given.sample), `${where}.sample`, 'a sample of this report', given.sample);
    return page.review.itemKey(article.number, member, given.sample);
  };

  const panelOf = async (key) => {
    const [number, member, sample] = key.split('.').map(Number);
    return (await page.data.article(number)).panels.find((p) => p.member === member && p.sample === sample);
  };

  const readFinding = (given, panel, where) => {
    record(given, ['finding', 'metric', 'check', 'verdict', 'comment'], where);
    const known = [...panel.findings, ...panel.facts].find((f) => f.id === given.finding);
    need(known, `${where}.finding`, 'a finding of this summary', given.finding);
    for (const field of ['metric', 'check']) need(given[field] === known[field], `${where}.${field}`, known[field], given[field]);
    one(given.verdict, VERDICTS, `${where}.verdict`);
    text(given.comment, `${where}.comment`);
    const { metric, check, verdict, comment } = given;
    return [given.finding, { metric, check, verdict, comment }];
  };

  const readMissed = (given, panel, where) => {
    record(given, ['start', 'end', 'text', 'check', 'comment'], where);
    whole(given.start, `${where}.start`);
    whole(given.end, `${where}.end`);
    const cut = [...panel.summary].slice(given.start, given.end).join('');
    need(given.start < given.end && cut === given.text, `${where}.text`, `what ${given.start}:${given.end} cuts from the summary`, given.text);
    if (given.check !== null) text(given.check, `${where}.check`, true);
    text(given.comment, `${where}.comment`);
    return { ...given };
  };

  const once = (keys, where) => keys.forEach((key, i) => need(keys.indexOf(key) === i, `${where}[${i}]`, 'each once', key));

  const readItem = async (given, where) => {
    record(given, ['article', 'run', 'backend', 'sample', 'summary_hash', 'time', 'findings', 'missed', 'judgements', 'comment'], where);
    const key = find(given, where);
    const panel = await panelOf(key);
    need(panel.length > 0 && given.summary_hash === panel.hash, `${where}.summary_hash`, `${panel.hash.slice(0, 12)}…, that of the summary in this report`, given.summary_hash);
    time(given.time, `${where}.time`);
    list(given.findings, `${where}.findings`);
    list(given.missed, `${where}.missed`);
    const findings = given.findings.map((f, i) => readFinding(f, panel, `${where}.findings[${i}]`));
    once(findings.map(([id]) => id), `${where}.findings`);
    const missed = given.missed.map((m, i) => readMissed(m, panel, `${where}.missed[${i}]`));
    once(missed.map((m) => JSON.stringify([m.start, m.end, m.check])), `${where}.missed`);
    need(given.judgements !== null && typeof given.judgements === 'object' && !Array.isArray(given.judgements), `${where}.judgements`, 'an object', given.judgements);
    for (const [name, value] of Object.entries(given.judgements)) {
      one(name, DIMENSIONS, `${where}.judgements`);
      need(Number.isInteger(value) && value >= 1 && value <= 5, `${where}.judgements.${name}`, 'a whole number from 1 to 5', value);
    }
    text(given.comment, `${where}.comment`);
    return [key, { hash: panel.hash, time: given.time, findings: Object.fromEntries(findings), missed, judgements: { ...given.judgements }, comment: given.comment }];
  };

  const readPreference = (given, where) => {
    record(given, ['article', 'a', 'b', 'prefer', 'time', 'comment'], where);
    const [a, b] = ['a', 'b'].map((side) => {
      record(given[side], ['run', 'backend', 'sample'], `${where}.${side}`);
      return find({ ...given[side], article: given.article }, `${where}.${side}`);
    });
    need(a !== b, where, 'two summaries', a);
    one(given.prefer, ['a', 'b', 'tie'], `${where}.prefer`);
    time(given.time, `${where}.time`);
    text(given.comment, `${where}.comment`);
    return [page.review.pairKey(a, b), { a, b, prefer: given.prefer, time: given.time, comment: given.comment }];
  };

  const readHead = (file) => {
    record(file, ['schema', 'kind', 'reviewer', 'exported', 'report', 'draw', 'blind_seed', 'items', 'preferences'], '');
    need(file.schema === 1, 'schema', '1', file.schema);
    need(file.kind === 'review', 'kind', 'review', file.kind);
    text(file.reviewer, 'reviewer', true);
    time(file.exported, 'exported');
    const { state, plan } = page.review;
    need(!state.reviewer || state.reviewer === file.reviewer, 'reviewer', `${told(state.reviewer)}, whose review is under way here (export and clear it first)`, file.reviewer);
    record(file.report, ['runs'], 'report');
    need(same(file.report.runs, runs()), 'report.runs', 'the runs of this report (it is another report that was reviewed)', file.report.runs);
    need(same(file.draw, plan.draw), 'draw', plan.draw ? `the draw of this page, ${plan.draw.id.slice(0, 12)}…` : 'none, since this page has no draw', file.draw);
    need(file.blind_seed === null || file.blind_seed === plan.seed, 'blind_seed', `${plan.seed} or null`, file.blind_seed);
    list(file.items, 'items');
    list(file.preferences, 'preferences');
  };
  const sorted = (value) => (value && typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort().map(([k, v]) => [k, sorted(v)])) : Array.isArray(value) ? value.map(sorted) : value);
  const same = (a, b) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

  /** Everything that a file says, if it is of this report. @param {string} content */
  const read = async (content) => {
    let file = null;
    try {
      file = JSON.parse(content);
    } catch (error) {
      throw new Refused(`it is no JSON file, or a part of one is missing (${error.message})`);
    }
    if (file?.kind === 'draw') throw new Refused('This is a draw (harness review export), not a review.');
    readHead(file);
    const items = [];
    for (const [i, item] of file.items.entries()) items.push(await readItem(item, `items[${i}]`));
    once(items.map(([key]) => key), 'items');
    const preferences = file.preferences.map((p, i) => readPreference(p, `preferences[${i}]`));
    once(preferences.map(([key]) => key), 'preferences');
    return { file, items, preferences };
  };

  /** Adds what is not here yet, or is newer than what is here. */
  const merge = (into, entries) => {
    let taken = 0;
    for (const [key, given] of entries) {
      if (into[key] && Date.parse(into[key].time) >= Date.parse(given.time)) continue;
      into[key] = given;
      taken += 1;
    }
    return taken;
  };

  /** Takes in an earlier export; all of it or, throwing Refused, nothing. @returns {Promise<string>} what was done */
  const take = async (content) => {
    const { file, items, preferences } = await read(content);
    const { state } = page.review;
    const n = merge(state.items, items) + merge(state.preferences, preferences);
    const all = items.length + preferences.length;
    state.reviewer = file.reviewer;
    if (file.blind_seed === null) state.shown = true;
    page.review.save();
    return n === all ? `${page.numbers.many(n, 'label')} taken in.` : `${n} of ${page.numbers.many(all, 'label')} taken in; of the others the same or newer ones are here.`;
  };

  const placeOf = (key) => {
    const [number, member, sample] = key.split('.').map(Number);
    const { byNumber, members, runs: known } = page.data.overview;
    return { article: byNumber.get(number).id, run: known[members[member].run].folder, backend: members[member].backend, sample };
  };
  const sideOf = (key) => {
    const { run, backend, sample } = placeOf(key);
    return { run, backend, sample };
  };

  /** The review file, schema 1 (harness/review/records.py). */
  const write = () => {
    const { state, plan } = page.review;
    const order = new Map(page.review.way().map((step, i) => [step.key, i]));
    const entries = (said) => Object.entries(said).sort(([a], [b]) => (order.get(a) ?? Infinity) - (order.get(b) ?? Infinity) || (a < b ? -1 : 1));
    const items = entries(state.items).map(([key, { hash, time: when, findings, ...said }]) => ({
      ...placeOf(key), summary_hash: hash, time: when,
      findings: Object.entries(findings).map(([finding, label]) => ({ finding, ...label })),
      missed: said.missed, judgements: said.judgements, comment: said.comment,
    }));
    const preferences = entries(state.preferences).map(([, said]) => ({
      article: placeOf(said.a).article, a: sideOf(said.a), b: sideOf(said.b), prefer: said.prefer, time: said.time, comment: said.comment,
    }));
    return {
      schema: 1, kind: 'review', reviewer: state.reviewer, exported: new Date().toISOString(), report: { runs: runs() },
      draw: plan.draw, blind_seed: state.shown ? null : plan.seed, items, preferences,
    };
  };

  const slug = (name) => name.normalize('NFKD').replace(/[^\x00-\x7f]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 41).replace(/^-+|-+$/g, '').slice(0, 40);

  /** Saves the review as a file. */
  const save = () => {
    const { state, plan } = page.review;
    const about = plan.draw ? plan.draw.id.slice(0, 12) : slug(runs().map((run) => run.name).join(' ')) || 'run';
    const link = page.dom.el('a', { download: `review-${slug(state.reviewer) || 'reviewer'}-${about}.json` });
    link.href = URL.createObjectURL(new Blob([`${JSON.stringify(write(), null, 1)}\n`], { type: 'application/json' }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    state.unexported = false;
    page.review.save();
    return link.download;
  };

  page.review.file = { Refused, take, save };
}
