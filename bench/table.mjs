// The rows for people: a table per task.
const number = (value) => (value === undefined ? '' : value >= 100 ? Math.round(value).toLocaleString('en') : String(value));

function line({ what, engine, median, min, max, ratio, share, how, check, cannot }, first) {
  const head = `  ${first(what ? `${what}  ${engine}` : engine)}`;
  if (cannot) return `${head}  cannot: ${cannot}`;
  const cells = [median, min, max, ratio ?? (share === undefined ? undefined : `${Math.round(100 * share)} %`)];
  const notes = [how, check && !check.ok ? 'LEARNT OTHERWISE' : ''].filter(Boolean).join('; ');
  return `${head}${cells.map((each) => (typeof each === 'string' ? each : number(each)).padStart(11)).join('')}  ${notes}`.trimEnd();
}

export function table(rows, browser) {
  const lines = [`Chromium ${browser}; "ours ÷": how many times as fast ours is, in the same round`];
  for (const task of new Set(rows.map((row) => row.task))) {
    const of = rows.filter((row) => row.task === task);
    const units = [...new Set(of.flatMap(({ unit }) => unit ?? []))];
    const wide = Math.max(...of.map(({ what, engine }) => (what ? what.length + 2 : 0) + engine.length), 12);
    const last = of.some(({ share }) => share !== undefined) ? 'of peak' : of.some(({ ratio }) => ratio !== undefined) ? 'ours ÷' : '';
    lines.push('', `${task}, ${units.join(' | ')}`, `  ${''.padEnd(wide)}${['median', 'least', 'most', last].map((each) => each.padStart(11)).join('')}`);
    for (const row of of) lines.push(line(row, (text) => text.padEnd(wide)));
  }
  return lines.join('\n');
}
