// The two pages: where they are, and what things are called on them. All selectors are here.
import { FLOOR } from '../proxy/proxy.mjs';

/** Both pages mark up what is measured on both in the same way. */
export const selectors = {
  slide: '.slide[data-index]',
  sound: 'button[data-kind="sound"]',
};

/** What is there only when a page can do everything: the shop's boot script has a sound button of its own before. */
export const stands = {
  floor: 'button[data-kind="sound"]',
  vitrine: '.slide[data-index] button[data-kind="sound"]',
};

export const shop = {
  label: '.slide[data-current="true"] button.paper-label',
  sheet: 'dialog.sheet[open]',
  sheetName: 'dialog.sheet[open] .product-title',
  sheetPrice: 'dialog.sheet[open] .product-price',
  addToBag: 'dialog.sheet[open] button:has-text("Add to bag")',
  feedLink: '.nav__links a[href="/"]',
  bagLink: 'a.nav__link--bag',
  bagCount: 'a.nav__link--bag [data-count]',
  bagTitle: '.bag-title',
  bagLine: 'li.bag-line',
};

/** @param {'floor' | 'vitrine'} subject */
export const pathOf = (subject) => (subject === 'floor' ? FLOOR : '/');

/** @param {'floor' | 'vitrine'} subject @param {number} round every second one starts with the other page */
export const inTurn = (subjects, round) => (round % 2 === 0 ? subjects : [...subjects].reverse());
