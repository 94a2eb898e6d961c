// The summary as text for the terminal and as a table for docs/PERFORMANCE.md.

const number = (value, digits) =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

function figure(spread, unit, digits) {
  if (!spread) return ['–', ''];
  const { median, min, max, n } = spread;
  const range = n > 1 ? `${number(min, digits)}–${number(max, digits)}` : '';
  return [`${number(median, digits)}${unit && ` ${unit}`}`, range];
}

const ratioOf = ({ ratio }) => (ratio === null ? '' : `${number(ratio, 2)} ×`);

function allowed({ ratio, max } = {}) {
  const parts = [];
  if (ratio !== undefined) parts.push(`≤ ${ratio} ×`);
  if (max !== undefined) parts.push(`≤ ${number(max, Number.isInteger(max) ? 0 : 1)}`);
  return parts.join(', ');
}

/** @param {ReturnType<import('./summary.mjs').summarize>} rows */
export function text(rows) {
  const lines = rows.map((row) => [
    row.label,
    ...figure(row.floor, row.unit, row.digits),
    ...figure(row.vitrine, row.unit, row.digits),
    ratioOf(row),
    allowed(row.budget),
    row.verdict,
  ]);
  const head = ['', 'floor', '(min–max)', 'Vitrine', '(min–max)', 'ratio', 'budget', ''];
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((line) => line[column].length)));
  const draw = (line) =>
    line
      .map((cell, column) => (column === 0 || column > 5 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd();
  return [head, ...lines].map(draw).join('\n');
}

/** @param {ReturnType<import('./summary.mjs').summarize>} rows */
export function markdown(rows, preface) {
  const cell = (spread, { unit, digits }) => {
    const [middle, range] = figure(spread, unit, digits);
    return range ? `${middle} (${range})` : middle;
  };
  const cells = (row) => {
    return [row.label, cell(row.floor, row), cell(row.vitrine, row), ratioOf(row), allowed(row.budget), row.verdict];
  };
  const lines = rows.map((row) => cells(row).join(' | '));
  return [
    preface,
    '',
    '| | floor | Vitrine | ratio | budget | |',
    '|-|-|-|-|-|-|',
    ...lines.map((line) => `| ${line} |`),
    '',
  ].join('\n');
}
