/** What a tab's sessionStorage is to this module. */
export function createStore(initial: Record<string, string> = {}) {
  const texts = new Map(Object.entries(initial))
  return {
    texts,
    get length() {
      return texts.size
    },
    key: (place: number) => [...texts.keys()][place] ?? null,
    getItem: (name: string) => texts.get(name) ?? null,
    setItem: (name: string, text: string) => void texts.set(name, text),
    removeItem: (name: string) => void texts.delete(name),
  }
}
