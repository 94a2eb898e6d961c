// From rounds to medians, ratios and verdicts.
import { spread } from '../lib/stats.mjs';
import { metrics } from './metrics.mjs';

/**
 * @param {Record<string, Record<string, object[]>>} measured group → subject → rounds
 * @param {Record<string, {ratio?: number, max?: number}>} budgets
 * @param {boolean} quick then a figure may be missing without breaking its budget
 */
export function summarize(measured, budgets, quick) {
  const unknown = Object.keys(budgets).filter((id) => !metrics.some((metric) => metric.id === id));
  if (unknown.length > 0) throw new Error(`budgets.json names no metric: ${unknown.join(', ')}`);
  return metrics
    .filter(({ group }) => measured[group])
    .map(({ id, group, label, unit, digits, pick }) => {
      const rounds = measured[group];
      const of = (subject) => spread((rounds[subject] ?? []).map((round) => pick(round) ?? NaN));
      const [floor, vitrine] = [of('floor'), of('vitrine')];
      const ratio = floor && vitrine && floor.median > 0 ? vitrine.median / floor.median : null;
      const budget = budgets[id];
      const missing = quick || !rounds.vitrine ? [] : ['not measured'];
      const broken = !budget ? [] : vitrine ? whyBroken(budget, vitrine, floor) : missing;
      const judged = vitrine && (floor || budget?.max !== undefined);
      const verdict = !budget ? '' : broken.length > 0 ? 'BROKEN' : judged ? 'kept' : 'open';
      return { id, label, unit, digits, floor, vitrine, ratio, budget, broken, verdict };
    })
    .filter(({ floor, vitrine, verdict }) => floor || vitrine || verdict === 'BROKEN');
}

/** Why a budget is broken; empty when it is kept, or when there is no floor to compare with. */
function whyBroken({ ratio, max }, vitrine, floor) {
  const why = [];
  if (max !== undefined && vitrine.median > max) why.push(`above ${max}`);
  // A floor of nothing (say, no missed frame) allows nothing.
  if (ratio !== undefined && floor && vitrine.median > ratio * floor.median) why.push(`above ${ratio} × floor`);
  return why;
}
