// The rows for people: a table per task.
const number = (value) => (value >= 100 ? Math.round(value).toLocaleString('en') : String(value));

export function table(rows, browser) {
  const lines = [`Chromium ${browser}; "ours ÷" is how many times as fast ours is, in the same round`];
  for (const task of new Set(rows.map((row) => row.task))) {
    const of = rows.filter((row) => row.task === task);
    const [{ unit } = { unit: '' }] = of.filter((row) => row.unit);
    lines.push('', `${task} (${unit})`, `  ${'engine'.padEnd(14)}${'median'.padStart(10)}${'min'.padStart(10)}${'max'.padStart(10)}${'ours ÷'.padStart(9)}`);
    for (const row of of) {
      const cells = [row.median, row.min, row.max].map((value) => (value === undefined ? '' : number(value)).padStart(10)).join('');
      const end = row.cannot ? `  cannot: ${row.cannot}` : `${String(row.ratio ?? '').padStart(9)}  ${[row.how, row.check && !row.check.ok ? 'LEARNT OTHERWISE' : ''].filter(Boolean).join('; ')}`;
      lines.push(`  ${row.engine.padEnd(14)}${row.cannot ? '' : cells}${end}`);
    }
  }
  return lines.join('\n');
}
