{
  const { el, button, say } = page.dom;

  /** Two summaries of one article side by side; `step.a` is on the left. */
  const draw = (step, doc, root) => {
    const [a, b] = [step.a, step.b].map(([, member, sample]) => doc.panels.find((p) => p.member === member && p.sample === sample));
    const [keyA, keyB] = [step.a, step.b].map((at) => page.review.itemKey(...at));
    const said = () => page.review.state.preferences[step.key];
    const turned = () => said() && said().a !== keyA;
    const value = () => (said() && turned() ? { a: 'b', b: 'a', tie: 'tie' }[said().prefer] : said()?.prefer) ?? null;

    const note = page.review.comment('Comment on the choice', said()?.comment || '', (text) => page.review.prefer(step.key, { ...said(), comment: text }));
    note.hidden = !said();
    const choose = (prefer) => {
      page.review.prefer(step.key, prefer && { a: keyA, b: keyB, prefer, comment: note.value });
      note.hidden = prefer === null;
      if (prefer === null) note.value = '';
      say({ a: 'A preferred. Saved.', b: 'B preferred. Saved.', tie: 'As good as each other. Saved.' }[prefer] || 'Choice taken back. Saved.');
    };
    const options = [['a', 'A'], ['tie', 'as good as each other'], ['b', 'B']];
    const group = page.review.choice({ legend: 'Which is the better summary of this article?', name: 'prefer', options, value: value(), choose });
    picked = group.pick;

    const pane = (kind, letter, panel) => el('section', { class: `pane ${kind}`, tabindex: '0', 'aria-label': `Summary ${letter}` }, el('h2', {}, `Summary ${letter}`), el('div', { class: 'story', dir: 'auto' }, page.review.text.nodes(panel)));
    const sources = page.pieces.sources.draw(doc, () => {});
    sources.mark(doc.sources.map(() => []));
    const panes = el('div', { class: 'panes', data: { pane: 'summary' } }, pane('summary', 'A', a), pane('notes', 'B', b), sources.pane);
    const tabs = [['summary', 'Summary A'], ['notes', 'Summary B'], ['sources', 'Sources']].map(([key, text]) => button(text, () => turn(key), { data: { pane: key } }));
    const turn = (key) => {
      panes.dataset.pane = key;
      for (const tab of tabs) tab.setAttribute('aria-pressed', String(tab.dataset.pane === key));
    };
    root.append(el('div', { class: 'prefer' }, group, note), el('div', { class: 'pane-tabs', role: 'group', 'aria-label': 'Which pane' }, ...tabs), panes);
    turn(innerWidth < 800 ? 'summary' : 'notes');
  };

  let picked = null;
  page.review.pair = { draw, verdict: (value) => picked?.(value), leave() { picked = null; } };
}
