import { expect, test } from 'vitest'
import {
  isNotKnown,
  type ListedSend,
  sayListed,
  sayWorkOrder,
  wordOf,
} from '#src/atendimento/shift-log/listed-send.ts'
import { enviado, listed } from '../outcomes.ts'

const order = { numero_ordem_servico: '320', status: 'pendente' }

const opened = (more: object = {}, ordens_servico: object[] = []) =>
  listed({ status: 'success', atendimento: { protocolo: '2018', ordens_servico }, ...more })
const failed = (codigo: string, more: object = {}) =>
  listed({ status: 'error', codigo, id_requisicao: 'r1', ...more })

test.each<[string, ListedSend, boolean, string, string]>([
  ['opened', opened(), false, 'aberto', 'Aberto'],
  [
    'opened more than once',
    opened({ outros_protocolos: ['2019', '2020'] }),
    false,
    'aberto mais de uma vez: também 2019, 2020',
    'Aberto mais de uma vez',
  ],
  ['opened once as far as is known', opened({ outros_protocolos: [] }), false, 'aberto', 'Aberto'],
  ['pending', listed({ status: 'pending' }), true, 'ainda sem resposta', 'A conferir'],
  [
    'unknown',
    listed({ status: 'unknown', tentativa: 1, conferencias: [] }),
    true,
    'não sei se foi aberto',
    'A conferir',
  ],
  ['refused', failed('recusado_pelo_hubsoft'), false, 'o HubSoft não abriu', 'Recusado'],
  [
    'not permitted',
    failed('sem_permissao', { tentativa: 1 }),
    false,
    'o HubSoft não abriu',
    'Recusado',
  ],
  [
    'refused after an earlier attempt',
    failed('recusado_pelo_hubsoft', { tentativa: 2 }),
    true,
    'o HubSoft recusou o reenvio; um envio anterior pode ter sido aberto',
    'A conferir',
  ],
  [
    'refused and may turn up',
    failed('sem_permissao', { em_duvida: true }),
    true,
    'o HubSoft recusou, mas o atendimento ainda pode aparecer',
    'A conferir',
  ],
  ['not sent', failed('nao_enviado'), false, 'não foi enviado: nada foi aberto', 'Não enviado'],
  [
    'told to wait',
    failed('muitas_requisicoes'),
    false,
    'não foi enviado: nada foi aberto',
    'Não enviado',
  ],
  ['anything else', failed('erro_interno'), true, 'não sei se foi aberto', 'A conferir'],
])('a send that was %s is said as what it is', (_name, send, notKnown, said, word) => {
  expect(isNotKnown(send)).toBe(notKnown)
  expect(sayListed(send)).toBe(said)
  expect(wordOf(send).word).toBe(word)
})

test.each<[string, ListedSend, string]>([
  ['there is one', opened({ enviado }, [order]), '320'],
  ['there is one that nobody asked for', opened({}, [order]), '320'],
  ['there are two', opened({}, [order, { ...order, numero_ordem_servico: '321' }]), '320, 321'],
  ['it has no number', opened({ enviado }, [{ status: 'pendente' }]), 'Sim'],
  ['one was asked for and is missing', opened({ enviado }), 'Pedida, não criada'],
  ['none was asked for', opened({ enviado: { ...enviado, abrir_os: false } }), 'Não'],
  ['nobody knows yet', listed({ status: 'pending', enviado }), 'Pedida'],
  ['none came of it', failed('nao_enviado', { enviado: { ...enviado, abrir_os: false } }), 'Não'],
  ['what was sent is gone', listed({ status: 'pending' }), 'Não guardado'],
  ['nobody knows: it went to a ticket that stood', opened({ acrescimo_a: 250 }), '—'],
])('the work order where %s', (_name, send, said) => {
  expect(sayWorkOrder(send)).toBe(said)
})
