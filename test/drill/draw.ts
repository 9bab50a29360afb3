import fc from 'fast-check'

/** One of these, each as often as its number says. */
export const weighted = <Value>(...all: [weight: number, arbitrary: fc.Arbitrary<Value>][]) =>
  fc.oneof(...all.map(([weight, arbitrary]) => ({ weight, arbitrary })))

/** Always one of the literal values that these are. */
export const one = <const Values extends unknown[]>(...values: Values) =>
  fc.constantFrom<Values[number][]>(...values)
