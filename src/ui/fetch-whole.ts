export type Fetch = (path: string, init?: RequestInit) => Promise<Response>

/** An answer with all of its text. Status 0 is silence: nothing came, or not whole, or too late. */
export type WholeAnswer = { status: number; text: string; retryAfterS: number }

/** Never rejects. `retryAfterS` is 0 where the answer doesn't say, or names a date. */
export async function fetchWhole(
  fetch: Fetch,
  path: string,
  init: RequestInit,
  timeoutMs: number,
): Promise<WholeAnswer> {
  try {
    const response = await fetch(path, { ...init, signal: AbortSignal.timeout(timeoutMs) })
    const { status, headers } = response
    const retryAfterS = Number(headers.get('retry-after')) || 0
    return { status, text: await response.text(), retryAfterS }
  } catch {
    return { status: 0, text: '', retryAfterS: 0 }
  }
}
