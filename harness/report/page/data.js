{
  /** A packed block as a value: base64, gzip, JSON. @param {string} id */
  const unpack = async (id) => {
    const text = document.getElementById(`data-${id}`).textContent;
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return JSON.parse(await new Response(stream).text());
  };

  /** @type {Map<number, Promise<any[]>>} */
  const blocks = new Map();
  const block = (number) => {
    if (!blocks.has(number)) blocks.set(number, unpack(`articles-${number}`));
    return blocks.get(number);
  };

  /**
   * What lists and filters need. Rows are {article, member, sample, state, values: {metric: number | null}, kinds: [check,
   * severity, count][]}; `article` is the place among `articles`.
   */
  const prepare = (raw) => {
    const names = raw.metrics.map((metric) => metric.name);
    const articles = raw.articles.map(([number, place, id, title, topic]) => ({ number, place, id, title, topic, rows: [] }));
    const byNumber = new Map(articles.map((article) => [article.number, article]));
    const severities = ['error', 'warning', 'info'];
    const family = new Map(raw.checks);
    const rows = raw.rows.map(([number, member, sample, state, values, kinds]) => {
      const article = byNumber.get(number);
      const row = {
        article, member, sample, state,
        values: Object.fromEntries(names.map((name, i) => [name, values[i]])),
        kinds: kinds.map(([check, severity, n]) => [raw.checks[check][0], severities[severity], n]),
      };
      article.rows.push(row);
      return row;
    });
    return { ...raw, articles, byNumber, rows, family, families: new Map(raw.families.map((f) => [f.key, f])) };
  };

  page.data = {
    /** The overview, once `ready` is through. @type {any} */
    overview: null,
    async ready() {
      page.data.overview = prepare(await unpack('overview'));
      return page.data.overview;
    },
    /** Everything about one article, by its number in anchors. @param {number} number */
    async article(number) {
      const entry = page.data.overview.byNumber.get(number);
      if (!entry) return null;
      const { chunk } = page.data.overview;
      return (await block(Math.floor(entry.place / chunk)))[entry.place % chunk];
    },
    /** The texts of all articles in small letters, in order; for the search. Block by block, so that typing goes on. */
    async *texts() {
      for (const { number } of page.data.overview.articles) {
        const article = await page.data.article(number);
        const parts = [...article.sources.map((s) => `${s.title || ''}\n${s.text || ''}`), ...article.panels.map((p) => p.summary || '')];
        yield [number, parts.join('\n').toLowerCase()];
      }
    },
  };
}
