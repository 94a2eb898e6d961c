// The shop's words, places and moves: all selectors are here.
import { expect, type Locator, type Page } from '@playwright/test';
import { readyBag, remember } from './api.ts';
import type { Backend } from './backend.ts';
import { buyer, card, sku } from './goods.ts';

export { buyer, card, sku };

export type Step = 'contact' | 'address' | 'delivery' | 'review';

export class Shop {
  constructor(
    readonly page: Page,
    readonly backend: Backend,
  ) {}

  // The frame.
  get main(): Locator {
    return this.page.locator('#main');
  }
  get bagLink(): Locator {
    return this.page.getByRole('link', { name: /^Bag/ });
  }
  get toasts(): Locator {
    return this.page.locator('.toasts:visible');
  }
  get offlineBanner(): Locator {
    return this.page.getByText('You are offline. What is loaded stays here.');
  }
  /** What stands over a page that has stopped. */
  get crash(): Locator {
    return this.page.getByRole('alert').filter({ has: this.reload });
  }
  get reload(): Locator {
    return this.page.getByRole('button', { name: 'Reload', exact: true });
  }
  /** What lies behind a page that has stopped: what could still be used, and whether it covers the bag's link. */
  async behindCrash(): Promise<{ parts: number; reachable: number; hit: boolean }> {
    const link = await this.bagLink.boundingBox();
    const [x, y] = link ? [link.x + link.width / 2, link.y + link.height / 2] : [0, 0];
    return this.page.evaluate(
      ([x, y]) => {
        const rest = [...document.body.children].filter((part) => part.id !== 'crash');
        const reachable = rest.filter((part) => !part.hasAttribute('inert')).length;
        const hit = document.elementFromPoint(x, y)?.closest('#crash') != null;
        return { parts: rest.length, reachable, hit };
      },
      [x, y] as const,
    );
  }
  async focusBehindCrash(): Promise<boolean> {
    return this.page.evaluate(() => {
      const active = document.activeElement;
      return active !== null && active !== document.body && !active.closest('#crash');
    });
  }
  /** Makes the application panic for real: the next element it asks for is not to be had. */
  async refuseOnce(): Promise<void> {
    await this.page.evaluate(() => {
      document.createElement = () => {
        // The one of the prototype comes back.
        Reflect.deleteProperty(document, 'createElement');
        throw new DOMException('refused once');
      };
    });
  }
  /** What is seen before the application is there. */
  get boot(): Locator {
    return this.page.locator('#boot');
  }
  get loading(): Locator {
    return this.main.locator('.loading');
  }
  get skeleton(): Locator {
    return this.main.locator('.skeleton').first();
  }
  get retry(): Locator {
    return this.fault.getByRole('button', { name: 'Try again' });
  }
  /** Why something is not here. */
  get fault(): Locator {
    return this.main.locator('[data-fault]');
  }
  get toFilms(): Locator {
    return this.main.getByRole('link', { name: 'Back to the films' });
  }
  get nowhere(): Locator {
    return this.page.getByRole('heading', { level: 1, name: 'Nothing in this window' });
  }
  /** Ids that more than one element has: a reference to one of them is a guess. */
  async doubledIds(): Promise<string[]> {
    return this.page.evaluate(() => {
      const ids = [...document.querySelectorAll('[id]')].map((part) => part.id);
      return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
    });
  }
  /** Waits until what has come by now is on the screen. */
  async drawn(): Promise<void> {
    await this.page.evaluate(
      () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
    );
  }
  async bagCount(pieces: number): Promise<void> {
    const name = pieces === 0 ? 'Bag' : pieces === 1 ? 'Bag, 1 item' : `Bag, ${pieces} items`;
    await expect(this.page.locator('a.nav__link--bag')).toHaveAttribute('aria-label', name);
  }

  // The feed.
  get film(): Locator {
    return this.page.locator('article.slide[data-current="true"]');
  }
  /** What comes behind the last film. */
  get end(): Locator {
    return this.page.locator('.slide--end');
  }
  get label(): Locator {
    return this.film.locator('button.paper-label');
  }
  get disclosure(): Locator {
    return this.film.locator('.disclosure-line');
  }
  get sound(): Locator {
    return this.film.getByRole('button', { name: 'Sound', exact: true });
  }
  /** The product sheet on the phone, the column beside the film on the desktop. */
  get panel(): Locator {
    return this.page.locator('dialog.sheet[open], aside.panel-column:not([hidden])');
  }
  async openFeed(path = '/'): Promise<void> {
    await this.page.goto(path);
    await expect(this.film).toHaveCount(1);
    await expect(this.film.locator('.slide__film')).toHaveAttribute('data-revealed', 'true');
  }
  async paused(): Promise<void> {
    await expect(this.film.locator('.slide__film')).toHaveAttribute('data-state', 'paused');
  }
  async filmIndex(): Promise<number> {
    return Number(await this.film.getAttribute('data-index'));
  }
  /** Waits until the film on the screen is in the address. */
  async settled(): Promise<string> {
    const post = (await this.film.getAttribute('data-post')) ?? '';
    await expect(this.page).toHaveURL(new RegExp(`/p/${post}$`));
    return post;
  }

  // Products and the bag.
  get add(): Locator {
    return this.page.getByRole('button', { name: 'Add to bag' });
  }
  /** What can be chosen of a product. */
  choice(name: string): Locator {
    return this.main.getByRole('radio', { name });
  }
  async put(product: string, variant: string): Promise<void> {
    await this.page.goto(`/products/${product}?variant=${variant}`);
    const saved = this.page.waitForResponse((answer) => /\/carts\/[^/]+\/lines$/.test(new URL(answer.url()).pathname));
    await this.add.click();
    await saved;
    await expect(this.toasts.getByText('Added to your bag')).toBeVisible();
  }
  async openBag(): Promise<void> {
    await this.page.goto('/bag');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Your bag' })).toBeVisible();
  }
  line(title: string): Locator {
    return this.main.locator('li.bag-line').filter({ hasText: title });
  }
  quantity(title: string): Locator {
    return this.line(title).locator('output');
  }
  get noLines(): Locator {
    return this.main.getByText('Your bag is empty');
  }
  notice(title: string): Locator {
    return this.line(title).locator('.line-notice');
  }
  get acceptPrices(): Locator {
    return this.main.getByRole('button', { name: /^Accept new prices?$/ });
  }
  /** When the prices of the bag were asked for. */
  get checked(): Locator {
    return this.main.getByText(/^Prices checked at \d{1,2}:\d{2}/);
  }
  /** The same of the product on the screen, with its price. */
  get priceChecked(): Locator {
    return this.page.locator('.product-head').getByText(/^Prices checked at \d{1,2}:\d{2}/);
  }
  /** How the price of the product on the screen moved while it was looked at. */
  get priceMoved(): Locator {
    return this.page.locator('.price-moved');
  }
  /** The tab is put away, something happens, and the tab is looked at again. */
  async awayWhile(happens: () => Promise<void>): Promise<void> {
    const look = (state: string) =>
      this.page.evaluate((state) => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => state === 'hidden' });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    await look('hidden');
    await happens();
    await look('visible');
  }
  get toCheckout(): Locator {
    return this.main.getByRole('button', { name: 'Checkout' });
  }

  // Promotion codes.
  get codes(): Locator {
    return this.main.locator('.codes');
  }
  get codeFold(): Locator {
    return this.codes.locator('summary');
  }
  get codeField(): Locator {
    return this.codes.getByRole('textbox', { name: 'Code', exact: true });
  }
  get sendCode(): Locator {
    return this.codes.getByRole('button', { name: 'Add code' });
  }
  /** A code that is in the bag. */
  code(code: string): Locator {
    return this.codes.getByRole('listitem').filter({ hasText: code });
  }
  removeCode(code: string): Locator {
    return this.code(code).getByRole('button', { name: `Remove ${code}` });
  }
  async enterCode(code: string): Promise<void> {
    await this.codeField.fill(code);
    await this.sendCode.click();
  }
  /** What the bag costs. */
  get bagBill(): Locator {
    return this.main.locator('.bag-totals');
  }
  /** What is going to be paid. */
  get payBill(): Locator {
    return this.main.locator('.pay .bill');
  }

  // The checkout.
  field(name: string): Locator {
    return this.main.getByRole('textbox', { name, exact: true });
  }
  get goOn(): Locator {
    return this.main.getByRole('button', { name: 'Continue' });
  }
  get pay(): Locator {
    return this.main.getByRole('button', { name: /^Pay / });
  }
  get holdAgain(): Locator {
    return this.main.getByRole('button', { name: 'Hold it again' });
  }
  get preparing(): Locator {
    return this.main.getByText('Prices are being fixed and your things set aside.');
  }
  get backToBag(): Locator {
    return this.main.getByRole('link', { name: 'Back to the bag' });
  }
  /** A heading that says how paying went. */
  told(words: string): Locator {
    return this.main.getByRole('heading', { name: words });
  }
  async onStep(step: Step): Promise<void> {
    const title = {
      contact: 'Where should news go?',
      address: 'Where does it go?',
      delivery: 'How should it come?',
      review: 'Everything once more',
    }[step];
    await expect(this.page).toHaveURL(new RegExp(`/checkout/${step}$`));
    await expect(this.page.getByRole('heading', { name: title })).toBeVisible();
  }
  async fillContact(): Promise<void> {
    await this.field('Email').fill(buyer.email);
  }
  async fillAddress(): Promise<void> {
    await this.field('Full name').fill(buyer.name);
    await this.field('Street and number').fill(buyer.line1);
    await this.field('Postal code').fill(buyer.postal);
    await this.field('City').fill(buyer.city);
  }
  /** From the bag to a step, all before it filled in. */
  async walkTo(step: Step): Promise<void> {
    await this.toCheckout.click();
    await this.onStep('contact');
    if (step === 'contact') return;
    await this.fillContact();
    await this.goOn.click();
    await this.onStep('address');
    if (step === 'address') return;
    await this.fillAddress();
    await this.goOn.click();
    await this.onStep('delivery');
    if (step === 'delivery') return;
    await this.goOn.click();
    await this.onStep('review');
    await expect(this.pay).toBeVisible();
  }
  /** The checkout at its review. What is before it is done without a screen; `walkTo` walks there. */
  async toReview(variant: string = sku.mug): Promise<void> {
    const { id } = await readyBag(this.page.request, variant);
    await remember(this.page, { 'vitrine.cart': id });
    await this.page.goto('/checkout/review');
    await this.onStep('review');
    await expect(this.pay).toBeVisible();
  }

  // The payment page.
  get payHeading(): Locator {
    return this.page.getByRole('heading', { name: /^Pay / });
  }
  /** The figures of a price, without words and signs. */
  amount(text: string): string {
    return text.replace(/[^\d.,]/g, '');
  }
  async toPayment(): Promise<void> {
    await this.pay.click();
    await this.page.waitForURL(/\/sandbox\/pay\//);
    await expect(this.payHeading).toBeVisible();
  }
  async useCard(number: string): Promise<void> {
    await this.page.getByLabel('Card number').fill(number);
    await this.page.getByLabel('Expiry').fill('12/34');
    await this.page.getByLabel('CVC').fill('123');
    await this.page.getByRole('button', { name: /^Pay\b/ }).click();
  }
  get decline(): Locator {
    return this.page.getByRole('alert');
  }
  get anotherCard(): Locator {
    return this.main.getByRole('button', { name: 'Try another card' });
  }
  get approve(): Locator {
    return this.page.getByRole('button', { name: 'Approve' });
  }
  get refuse(): Locator {
    return this.page.getByRole('button', { name: 'Refuse' });
  }
  get payClosed(): Locator {
    return this.page.getByRole('heading', { name: 'This payment page is closed' });
  }
  get backToShop(): Locator {
    return this.page.getByRole('link', { name: 'Back to the shop' });
  }

  // The order.
  get thanks(): Locator {
    return this.page.getByRole('heading', { level: 1, name: 'Thank you. It is paid.' });
  }
  get orderStatus(): Locator {
    return this.main.locator('.order-status');
  }
  get orderNumber(): Locator {
    return this.main.locator('.order-head').getByText(/^Order /);
  }
  get copyLink(): Locator {
    return this.main.getByRole('button', { name: 'Open this order on another device' });
  }
  /** That news come by themselves. */
  get live(): Locator {
    return this.orderStatus.getByText(/ · live$/);
  }
  get parcel(): Locator {
    return this.main.locator('.parcel-status');
  }
  get parcels(): Locator {
    return this.main.locator('section.parcel');
  }
  /** How a parcel was handed over. */
  get handed(): Locator {
    return this.main.locator('.handed');
  }
  /** Unfolds what to do about a delivered parcel that is not there. */
  get notThere(): Locator {
    return this.main.getByText("Delivered, but you don't have it?");
  }
  get report(): Locator {
    return this.main.getByRole('button', { name: 'Report it missing' });
  }
  /** Unfolds whom to ask. */
  get contacts(): Locator {
    return this.main.getByText('Contacts: seller and carrier');
  }
  /** Since when nothing was heard, and whose move it is where it isn't the shopper's. */
  get moves(): Locator {
    return this.main.locator('.parcel-action');
  }
  /** What a parcel asks of the shopper. */
  get asks(): Locator {
    return this.parcels.locator('.notice');
  }
  get tellMe(): Locator {
    return this.main.getByRole('button', { name: 'Tell me when something changes' });
  }
  /** Where it stands whether messages of the system come. */
  get tellsMe(): Locator {
    return this.main.locator('.notify-told');
  }
  get payDuty(): Locator {
    return this.main.getByRole('link', { name: /^Pay it at / });
  }
  get expected(): Locator {
    return this.main.locator('p.estimate').filter({ hasText: /^Expected / });
  }
  get promised(): Locator {
    return this.main.getByText(/^Promised at purchase: /);
  }
  /** How the estimate came to be another one. */
  get moved(): Locator {
    return this.main.locator('.estimate-changes li');
  }
  get whatHappened(): Locator {
    return this.main.getByText('What happened');
  }
  get sendBack(): Locator {
    return this.main.getByText(/^You can send things back until/);
  }
  /** What was bought and what it cost. */
  get bill(): Locator {
    return this.main.locator('section').filter({ has: this.page.getByRole('heading', { name: 'What you bought' }) });
  }
  get orderItems(): Locator {
    return this.main.locator('.order-item');
  }
  get happened(): Locator {
    return this.main.locator('.parcel li.event time');
  }
  /** Where it goes and where news go. */
  get people(): Locator {
    return this.main.locator('.people:not(.contacts)');
  }
  get cancel(): Locator {
    return this.main.getByRole('button', { name: 'Cancel order' });
  }
  /** Links to this order: making them, and those there are. */
  get sharing(): Locator {
    return this.main.locator('details.share');
  }
  get sharedLinks(): Locator {
    return this.sharing.getByRole('listitem');
  }
  /** What somebody reads who came by such a link. */
  get sharedNote(): Locator {
    return this.main.getByText('Somebody shared this order with you.');
  }
  async openSharing(): Promise<void> {
    await this.sharing.getByText('Share this order').click();
    await expect(this.sharing.getByRole('button', { name: 'Make a link' })).toBeVisible();
  }
  async makeLink(label: string): Promise<string> {
    await this.sharing.getByRole('textbox').fill(label);
    await this.sharing.getByRole('button', { name: 'Make a link' }).click();
    await expect(this.sharedLinks.filter({ hasText: label })).toHaveCount(1);
    return (await this.sharing.locator('.share-link').textContent()) ?? '';
  }
  async revokeLink(label: string): Promise<void> {
    await this.sharedLinks.filter({ hasText: label }).getByRole('button', { name: /^Revoke/ }).click();
    const question = this.page.getByRole('dialog', { name: 'Revoke this link?' });
    await question.getByRole('button', { name: 'Revoke' }).click();
    await expect(this.sharedLinks.filter({ hasText: label })).toHaveCount(0);
  }
  async ordered(): Promise<void> {
    await this.page.waitForURL(/\/orders\/[^/]+$/);
    await expect(this.thanks).toBeVisible();
  }
  async delivered(): Promise<void> {
    await expect(this.orderStatus).toContainText('Delivered', { timeout: 60_000 });
  }
  /** Pays for one product; ends at the order, as the tab in which it was bought. */
  async buy(variant: string = sku.mug): Promise<void> {
    await this.toReview(variant);
    await this.toPayment();
    await this.useCard(card.good);
    await this.ordered();
  }
}
