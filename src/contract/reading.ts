/**
 * What came of reading one typed value.
 *
 * - `value`: accepted, in the form it has on the wire; `warning` is a sentence to show beside the
 *   field without blocking anything, `suggestion` what the person may have meant instead.
 * - `fault`: refused; the sentence starts with the field's label and says what to do. `suggestion`
 *   is a value to offer ("Usar 11000?"), never to take by itself.
 */
export type Reading<T> =
  | { value: T; warning?: string; suggestion?: string }
  | { fault: string; suggestion?: string }
