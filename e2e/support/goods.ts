// What is bought, with what, and by whom.
export const sku = {
  mug: 'HAL-MUG-OAT',
  teapot: 'HAL-TEAPOT-OAT',
  vase: 'HAL-VASE-CHALK-S',
  lamp: 'KEG-LAMP-IVORY',
  /** From abroad, and worth its duty. */
  backpack: 'ALD-BACKPACK-OLIVE',
} as const;

export const card = {
  good: '4242 4242 4242 4242',
  declined: '4000 0000 0000 0002',
  poor: '4000 0000 0000 9995',
  secure: '4000 0025 0000 3155',
} as const;

export const buyer = {
  email: 'mina@example.com',
  name: 'Mina Vogel',
  line1: 'Oranienstraße 12',
  postal: '10999',
  city: 'Berlin',
} as const;
