// Makes the browser read its tables of numbers and dates in a thread of its own: the first use takes it
// some 50 ms on a fast machine, which the film and the application would have to wait for. What is read
// stays read for all threads of the page. boot/boot.js starts it, and it ends by itself.
"use strict";
const tag = self.name;
new Intl.NumberFormat(tag, { style: "currency", currency: "EUR" }).format(1);
new Intl.DateTimeFormat(tag, { weekday: "short", day: "numeric", month: "short" }).formatRange(0, 86_400_000);
self.close();
