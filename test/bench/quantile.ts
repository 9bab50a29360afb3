export const quantile = (all: number[], q: number) =>
  [...all].sort((a, b) => a - b)[Math.floor(q * (all.length - 1))] ?? Number.NaN
