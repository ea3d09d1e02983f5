{
  const { el, button, say, visible, line } = page.dom;

  const short = (text) => (text.length > 90 ? `${text.slice(0, 88)}…` : text);

  const kinds = () => {
    const { families } = page.data.overview;
    const groups = [...families.values()].map((f) => {
      const own = page.review.plan.kinds.filter(([, key]) => key === f.key);
      return own.length ? el('optgroup', { label: f.label }, ...own.map(([kind]) => el('option', { value: kind }, line(kind)))) : null;
    });
    const made = el('select', {}, el('option', { value: '' }, 'of no kind listed'), ...groups);
    return made;
  };

  /**
   * The form at the foot of the summary: what is selected there, or a sentence from the list, is marked as missed. The passage
   * stands in a field that takes no input, in which a part of it can be selected by keyboard.
   */
  const form = (here, act) => {
    const { text } = page.review;
    const raw = here.panel.summary;
    const seen = text.seen(here.panel);
    const sentences = text.sentences(raw);
    const kind = kinds();
    const note = page.review.comment('Comment on the passage', '', () => {});
    // no `readonly`: browsers then move no caret, and keys could select nothing
    const part = el('textarea', { class: 'part', 'aria-readonly': 'true', inputmode: 'none', spellcheck: 'false', rows: '2', on: { beforeinput: (event) => event.preventDefault() }, 'aria-label': 'Passage: select a part of it, with Shift and arrows too, to mark less', title: 'Select a part of it to mark less' });
    const why = el('p', { class: 'flag', role: 'alert' });
    const body = el('div', { class: 'passage', hidden: true });

    const show = (span) => {
      here.passage = span;
      body.hidden = !span;
      why.textContent = '';
      if (span) part.value = visible(seen.slice(...span));
      act.fill();
      if (span) act.bring('shown');
    };
    const listed = el('select', { on: { change: () => show(listed.value === '' ? null : sentences[Number(listed.value)]) } },
      el('option', { value: '' }, 'a sentence…'), ...sentences.map(([start, end], i) => el('option', { value: String(i) }, `${i + 1}. ${short(line(seen.slice(start, end)))}`)));

    const done = () => {
      listed.value = '';
      kind.value = '';
      note.value = '';
      show(null);
    };
    const chosen = () => {
      const [start, end] = here.passage;
      if (part.selectionStart === part.selectionEnd) return [start, end];
      const inner = text.span(raw.slice(start, end), part.selectionStart, part.selectionEnd, seen.slice(start, end));
      return inner ? [start + inner[0], start + inner[1]] : [start, end];
    };
    const add = () => {
      const [from, to] = chosen();
      const missed = { start: text.toPoints(raw, from), end: text.toPoints(raw, to), text: raw.slice(from, to), check: kind.value || null, comment: note.value };
      if (page.review.said(here.step.key).missed.some((m) => m.start === missed.start && m.end === missed.end && m.check === missed.check)) {
        why.textContent = 'This passage is marked already as that.';
        return;
      }
      act.edit((item) => { item.missed.push(missed); });
      done();
      list(here, act);
      listed.focus({ preventScroll: true });
      say('Marked as missed. Saved.');
    };

    body.append(part, el('div', { class: 'about' }, el('label', {}, 'Kind', kind), note), el('div', { class: 'row' }, button('Mark as missed', add, { class: 'plain strong' }), button('Cancel', () => { done(); listed.focus({ preventScroll: true }); })), why);
    const selected = () => {
      const span = text.selected(here.text, raw, seen);
      if (span) {
        listed.value = '';
        show(span);
      }
    };
    here.text.addEventListener('mouseup', () => setTimeout(selected));
    here.text.addEventListener('touchend', () => setTimeout(selected));
    here.text.addEventListener('keyup', selected);
    return el('section', { class: 'missed-form', 'aria-label': 'Mark what was missed' },
      el('label', {}, 'Something wrong that no finding says? Select it above, or choose', listed), body);
  };

  /** The passages that were marked, each with a button that takes it back. */
  const list = (here, act) => {
    const { missed } = page.review.said(here.step.key);
    const { seen, toUnits } = page.review.text;
    const raw = here.panel.summary;
    const told = (m) => short(seen(here.panel).slice(toUnits(raw, m.start), toUnits(raw, m.end)));
    const remove = (at) => {
      act.edit((item) => { item.missed.splice(at, 1); });
      act.fill();
      list(here, act);
      say('No longer marked. Saved.');
      (here.missed.querySelector('button') || here.missed).focus();
    };
    here.missed.tabIndex = -1;
    here.missed.replaceChildren(missed.length
      ? el('ul', { class: 'lines' }, ...missed.map((m, i) => el('li', {}, el('span', { class: 'kind' }, `! ${m.check || 'of no kind listed'} `), el('span', { class: 'what', dir: 'auto' }, `“${told(m)}”`), m.comment ? el('p', { class: 'sub' }, m.comment) : null, button('Remove', () => remove(i), { 'aria-label': `Remove: ${told(m)}` }))))
      : el('p', { class: 'note' }, 'Nothing marked. Select a passage of the summary, or choose a sentence below it.'));
  };

  page.review.missed = { form, list };
}
