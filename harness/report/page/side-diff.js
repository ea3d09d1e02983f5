{
  /**
   * What changed between two texts: sentences are aligned first, then words within those that belong together. Pure: no
   * element is made here. Whole sentences that stand elsewhere are `moved`.
   *
   * @typedef {{kind: 'same' | 'gone' | 'new', text: string}} Piece  `gone` is in the first text only, `new` in the second
   * @typedef {{a: Piece[] | null, b: Piece[] | null, both: Piece[], moved: [boolean, boolean], paragraph: boolean}} Row
   */
  const LONGEST = 80; // words of a piece: a text without full stops is cut, so that pairs of words stay few
  const LONG = 10000; // pairs of sentences from which those that are the same in both, and stand once, are fixed at first
  const GAP = 90000; // pairs of sentences between two fixed ones that are compared by their words
  const ALIKE = 0.4; // share of common words from which two sentences belong together
  const MOVED = 0.8;
  const END = /[^\n]*?(?:[.!?…]+["'”’»)\]]*(?=\s+["'“‘«([]*[\p{Lu}\p{Lo}\p{N}\p{S}#*–—-])|\n)\s*|[^\n]+$/gu;
  const WORD = /\s+|[\p{L}\p{M}\p{N}]+(?:['’.,:-][\p{L}\p{M}\p{N}]+)*|[^\s]/gu;

  /** The words of a text, each with the blanks behind it. */
  const words = (text) => {
    const found = [];
    for (const part of text.match(WORD) || []) {
      if (/^\s/.test(part) && found.length) found[found.length - 1].after += part;
      else found.push({ text: part.trim(), after: /^\s/.test(part) ? part : '' });
    }
    return found;
  };

  /** A text as sentences: their words, what they are compared by, and how many of each word they have. */
  const sentences = (text) => {
    const found = [];
    for (const part of text.match(END) || []) {
      const all = words(part);
      for (let i = 0; i < all.length; i += LONGEST) found.push(sentence(all.slice(i, i + LONGEST)));
    }
    return found.filter((s) => s.key);
  };

  const sentence = (list) => {
    const key = list.map((w) => w.text).join(' ').trim();
    const paragraph = /\n/.test(list.at(-1).after);
    const counts = new Map();
    let weight = 0;
    for (const word of list) {
      const small = word.text.toLowerCase();
      counts.set(small, (counts.get(small) || 0) + 1);
      weight += weighs(small);
    }
    return { words: [...list.slice(0, -1), { ...list.at(-1), after: '' }], key, counts, weight, paragraph };
  };

  /** Little words and signs stand in every sentence and say little about which belong together. */
  const weighs = (word) => (word.length > 3 || /\p{N}/u.test(word) ? 1 : 0.15);

  /** Dice's share of common words, 0 to 1. */
  const likeness = (one, other) => {
    let common = 0;
    const [few, many] = one.counts.size < other.counts.size ? [one, other] : [other, one];
    for (const [word, n] of few.counts) {
      const there = many.counts.get(word);
      if (there) common += Math.min(n, there) * weighs(word);
    }
    return (2 * common) / (one.weight + other.weight);
  };

  /** Sentences that stand once in either text and are the same: the longest chain of them that keeps the order. */
  const anchors = (a, b) => {
    const once = (list) => {
      const places = new Map();
      list.forEach((s, i) => places.set(s.key, places.has(s.key) ? -1 : i));
      return places;
    };
    const inB = once(b);
    const pairs = [...once(a)].filter(([key, i]) => i >= 0 && inB.get(key) >= 0).map(([key, i]) => [i, inB.get(key)]);
    return chain(pairs);
  };

  /** The longest part of pairs (ordered by the first) that rises in the second as well. */
  const chain = (pairs) => {
    const tails = [];
    const before = [];
    pairs.forEach(([, j], n) => {
      let [low, high] = [0, tails.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (pairs[tails[middle]][1] < j) low = middle + 1;
        else high = middle;
      }
      before[n] = low ? tails[low - 1] : -1;
      tails[low] = n;
    });
    const kept = [];
    for (let n = tails.length ? tails.at(-1) : -1; n >= 0; n = before[n]) kept.unshift(pairs[n]);
    return kept;
  };

  /** Pairs of places that belong together, in order: the alignment whose likenesses have the largest sum. */
  const aligned = (n, m, like) => {
    const best = Array.from({ length: n + 1 }, () => new Float64Array(m + 1));
    const sums = Array.from({ length: n + 1 }, () => new Float64Array(m + 1));
    for (let i = n - 1; i >= 0; i--) {
      for (let j = m - 1; j >= 0; j--) {
        best[i][j] = like(i, j);
        const skip = Math.max(sums[i + 1][j], sums[i][j + 1]);
        sums[i][j] = best[i][j] > 0 ? Math.max(skip, best[i][j] + sums[i + 1][j + 1]) : skip;
      }
    }
    const pairs = [];
    let [i, j] = [0, 0];
    while (i < n && j < m) {
      if (best[i][j] > 0 && sums[i][j] === best[i][j] + sums[i + 1][j + 1]) pairs.push([i++, j++]);
      else if (sums[i + 1][j] >= sums[i][j + 1]) i++;
      else j++;
    }
    return pairs;
  };

  /** Which sentence of `a` belongs to which of `b`, in order. */
  const matched = (a, b) => {
    const fixed = [...(a.length * b.length > LONG ? anchors(a, b) : []), [a.length, b.length]];
    const found = [];
    let [i, j] = [0, 0];
    for (const [p, q] of fixed) {
      const like = (x, y) => {
        const share = likeness(a[i + x], b[j + y]);
        return share >= ALIKE ? share : 0;
      };
      if ((p - i) * (q - j) <= GAP) for (const [x, y] of aligned(p - i, q - j, like)) found.push([i + x, j + y]);
      if (p < a.length) found.push([p, q]);
      [i, j] = [p + 1, q + 1];
    }
    return found;
  };

  /** Words of two sentences: for each what is in one only and what in both. Short common words between changes do not count. */
  const compared = (one, other) => {
    const [a, b] = [one.words, other.words];
    let pairs = aligned(a.length, b.length, (i, j) => (a[i].text === b[j].text ? 1 : 0));
    pairs = pairs.filter(([i, j], n) => !island(pairs, n, a[i].text, a.length, b.length));
    const parts = [[], [], []];
    let [i, j] = [0, 0];
    const all = [...pairs, [a.length, b.length]];
    all.forEach(([p, q], at) => {
      for (; i < p; i++) for (const n of [0, 2]) add(parts[n], 'gone', a[i]);
      for (; j < q; j++) for (const n of [1, 2]) add(parts[n], 'new', b[j]);
      if (p === a.length || at === all.length - 1) return;
      // in the joined text a word has the blanks of the text that goes on behind it
      const after = all[at + 1][0] > p + 1 ? a[p].after : b[q].after || a[p].after;
      [a[p], b[q], { text: b[q].text, after }].forEach((word, n) => add(parts[n], 'same', word));
      [i, j] = [p + 1, q + 1];
    });
    return parts;
  };

  /** A lone sign or little word that has changes on both sides says nothing of its own. */
  const island = (pairs, n, text, na, nb) => {
    if (text.length > 2) return false;
    const [i, j] = pairs[n];
    const [pi, pj] = n ? pairs[n - 1] : [-1, -1];
    const [ni, nj] = n + 1 < pairs.length ? pairs[n + 1] : [na, nb];
    return (i - pi > 1 || j - pj > 1) && (ni - i > 1 || nj - j > 1) && i + 1 < na && j + 1 < nb;
  };

  const add = (pieces, kind, word) => {
    const last = pieces.at(-1);
    if (last && last.kind === kind) last.text += word.text + word.after;
    else pieces.push({ kind, text: word.text + word.after });
  };

  const whole = (one, kind) => [{ kind, text: one.words.map((w) => w.text + w.after).join('') }];

  /** For sentences without a partner in order: the one of the other text that is nearly the same. */
  const movedTo = (a, b, pairs) => {
    const [usedA, usedB] = [new Set(pairs.map(([i]) => i)), new Set(pairs.map(([, j]) => j))];
    const free = b.map((_, j) => j).filter((j) => !usedB.has(j));
    const found = new Map();
    a.forEach((s, i) => {
      if (usedA.has(i) || s.words.length < 4 || free.length > 600) return;
      const at = free.findIndex((j) => likeness(s, b[j]) >= MOVED);
      if (at >= 0) found.set(i, free.splice(at, 1)[0]);
    });
    return found;
  };

  /**
   * The rows of two texts beside each other, and how much is the same. Sentences without a partner share a row as they come.
   * @param {string} first @param {string} second
   * @returns {{rows: Row[], gone: number, added: number, moved: number, same: number}} numbers of words, `moved` of sentences
   */
  const diff = (first, second) => {
    const [a, b] = [sentences(first), sentences(second)];
    const pairs = matched(a, b);
    const moved = movedTo(a, b, pairs);
    const here = new Set(moved.values());
    const rows = [];
    let [i, j] = [0, 0];
    for (const [p, q] of [...pairs, [a.length, b.length]]) {
      for (; i < p || j < q; i++, j++) rows.push(loose(i < p ? a[i] : null, j < q ? b[j] : null, [i < p && moved.has(i), j < q && here.has(j)]));
      if (p < a.length) {
        const [left, right, both] = a[p].key === b[q].key ? [whole(a[p], 'same'), whole(b[q], 'same'), whole(b[q], 'same')] : compared(a[p], b[q]);
        rows.push({ a: left, b: right, both, moved: [false, false], paragraph: b[q].paragraph });
      }
      [i, j] = [p + 1, q + 1];
    }
    return { rows, ...counted(rows), moved: moved.size };
  };

  const loose = (one, other, moved) => {
    const [left, right] = [one && whole(one, 'gone'), other && whole(other, 'new')];
    return { a: left, b: right, both: [...(left || []), ...(right || [])], moved, paragraph: (other || one).paragraph };
  };

  /** Words that are in one text only, or in both; those of moved sentences are neither. */
  const counted = (rows) => {
    const n = { gone: 0, new: 0, same: 0 };
    for (const { both, moved } of rows) {
      for (const { kind, text } of both) if (!(kind === 'gone' ? moved[0] : kind === 'new' && moved[1])) n[kind] += (text.match(/\S*[\p{L}\p{N}]\S*/gu) || []).length;
    }
    return { gone: n.gone, added: n.new, same: n.same };
  };

  /** Findings that both have, and those of one alone: the same kind, and the same message or the same words. */
  const findings = (one, other) => {
    const claim = (panel, f) => (f.claim && panel.summary ? panel.summary.slice(...f.claim).toLowerCase().replace(/\s+/g, ' ').trim() : null);
    const rest = other.findings.map((finding, n) => ({ finding, n, words: claim(other, finding) }));
    const [gone, both] = [[], []];
    one.findings.forEach((finding, n) => {
      const text = claim(one, finding);
      const same = (o) => o.finding.metric === finding.metric && o.finding.check === finding.check;
      const ids = (o) => same(o) && (o.finding.id === finding.id || (finding.message !== undefined && o.finding.message === finding.message));
      let at = rest.findIndex(ids);
      if (at < 0) at = rest.findIndex((o) => same(o) && text !== null && o.words === text);
      if (at < 0) gone.push({ finding, n });
      else both.push({ finding: rest[at].finding, n: rest.splice(at, 1)[0].n, before: n });
    });
    return { gone, both, added: rest };
  };

  page.pieces.diff = { diff, findings };
}
