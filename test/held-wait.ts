/** A wait that ends when the test says so, for faults that take time; `asked` is for how many ms each. */
export function heldWait() {
  const asked: number[] = []
  const held = Promise.withResolvers<void>()
  const wait = (ms: number) => {
    asked.push(ms)
    return held.promise
  }
  return { asked, wait, release: () => held.resolve() }
}
