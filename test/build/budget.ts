/**
 * What the first page may cost: all that a browser has to load before the form at `/` can be written in and sent. Held
 * by first-page.test.ts and, in a browser, by later-parts.e2e.ts; `sh src/node.sh test/build/weigh.ts` says what
 * weighs how much.
 */
export const budget = {
  /** Of its JavaScript, packed with brotli: three thousand more than it has, for the next feature. */
  bytes: 90_000,
  /** The share of our own modules in that, by their characters. */
  ownBytes: 14_000,
  /** Whose code is in it besides ours. */
  packages: ['react', 'react-dom', 'react-hook-form', 'scheduler', 'wouter'],
  /** What is in it of the contract: schemas, and zod with them, come later. */
  contract: ['embedded.ts', 'fields.ts', 'modos.ts', 'object-in.ts', 'read-session.ts'],
  /** Made before it can be used. */
  requests: ['document', 'script'],
}

export const whatToDo =
  'The first page is over its budget (test/build/budget.ts). What typing and sending don’t need comes later: ' +
  'see docs/desenvolver.md, “The first page”. Raise a figure only for something that an empty form needs.'
