'use strict';
/**
 * The page's one object. Every file is a block of its own, and what others may use of it stands here.
 *
 * @typedef {{view: string, path: string[], query: URLSearchParams}} Route
 * @typedef {{title: (route: Route) => string, draw: (route: Route, root: HTMLElement) => void | Promise<void>,
 *   keys?: Object<string, [string, () => void]>, leave?: () => void, nav?: string}} View
 */
const page = {
  /** @type {Map<string, View>} name in the hash -> what draws it */
  views: new Map(),
  /** Pieces that views are made of; a later file may add one (`side`, `review`), and views ask whether it is there. */
  pieces: {},
  /** Keys that work everywhere: key -> [what it does, function]. */
  keys: {},

  /**
   * Adds a view: `#/name/…` draws it into an empty element. `nav` is its word in the masthead, `keys` what works in it.
   * @param {string} name @param {View} view
   */
  view(name, view) {
    page.views.set(name, view);
  },
};
