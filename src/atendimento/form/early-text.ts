import type { WireKey } from '../../contract/fields.ts'

/**
 * What was written into the picture of the form before the page's script had come. Read at the last moment, since
 * people write on meanwhile; from the fields that were there first, also where React has put others in their place.
 */
export function createEarlyText(picture: ParentNode) {
  const drawn = picture.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')
  const fields = new Map([...drawn].map((field) => [field.name, field]))
  return {
    /** Undefined where there is nothing. */
    of(name: WireKey): string | boolean | undefined {
      const field = fields.get(name)
      const isTick = field instanceof HTMLInputElement && field.type === 'checkbox'
      return (isTick ? field.checked : field?.value) || undefined
    },
    /** What is written from now on, the form itself knows. */
    end: () => fields.clear(),
  }
}

export type EarlyText = ReturnType<typeof createEarlyText>
