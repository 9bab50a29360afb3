import { referenceOf } from '../../contract/reference.ts'
import styles from './where-to-look.module.css'

/** The reference by which a ticket is found in HubSoft. */
export const Reference = ({ chave }: { chave: string }) => (
  <strong className={styles.reference}>{referenceOf(chave)}</strong>
)

type WhereToLookProps = { chave: string; serviceId: string | number | undefined }

/** Where a person finds out what the page doesn't know. */
export function WhereToLook({ chave, serviceId }: WhereToLookProps) {
  return (
    <>
      Procure no HubSoft, entre os atendimentos{serviceId && ` do serviço ${serviceId}`}, um cuja
      descrição contenha <Reference chave={chave} />.
    </>
  )
}
