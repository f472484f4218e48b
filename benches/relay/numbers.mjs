/** The value below which that share of sorted numbers lies. */
export function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** The middle one. */
export function median(numbers) {
  return quantile(numbers.toSorted((a, b) => a - b), 0.5);
}
