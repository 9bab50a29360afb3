import fc from 'fast-check'
import { anyText } from './any-text.ts'

/** What HubSoft appends to what comes by its API (Q8). */
export const apiSuffix = ' | ATENDIMENTO ABERTO VIA API'

/** Sign-off look-alikes among everything else that can be typed. */
export const typedText = fc.oneof(
  anyText,
  fc
    .array(
      fc.oneof(
        anyText,
        fc.constantFrom(
          ' | ',
          '|',
          'Atendente: Bia',
          ' | Atendente: Bia | REF 7F3K-2Q9D',
          'REF 7F3K-2Q9D',
          apiSuffix,
          '\n',
        ),
      ),
      { maxLength: 8 },
    )
    .map((pieces) => pieces.join('')),
)
