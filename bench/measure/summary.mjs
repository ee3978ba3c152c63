// Numbers of several rounds, and how ours compares within each round: other programs slow both of a pair.
export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};
export const significant = (value, digits = 4) => Number(value.toPrecision(digits));

// ratio: how many times as fast ours is.
export function summary(values, base, faster) {
  return {
    median: significant(median(values)),
    min: significant(Math.min(...values)),
    max: significant(Math.max(...values)),
    ratio: significant(median(values.map((value, i) => faster(value, base[i]))), 3),
    rounds: values.length,
  };
}
