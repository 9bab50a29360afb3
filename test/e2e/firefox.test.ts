import { expect, onTestFinished } from 'vitest'
import { startHouse } from '../house.ts'
import { testWith } from '../program.ts'
import { keys, openFirefox } from './firefox.ts'

testWith(
  'firefox',
  'in Firefox a ticket is opened, its protocol copied and the next one begun, by keyboard',
  async (path) => {
    const { url, emulator, stop } = await startHouse()
    onTestFinished(stop)
    const { type, chord, read } = await openFirefox(path, url)
    const focused = () =>
      read('document.activeElement.name || document.activeElement.textContent.trim()')
    const tabTo = async (name: string) => {
      do await chord(keys.tab)
      while (!String(await focused()).startsWith(name))
    }
    await expect.poll(focused).toBe('id_cliente_servico')

    for (const [name, text] of [
      ['nome', '11000'],
      ['telefone', 'Conceição'],
      ['descricao', '37999112233'],
      ['abrir_os', 'Sem acesso.'],
    ] as const) {
      await type(text)
      await tabTo(name)
    }
    await chord(' ')
    await chord(keys.control, keys.enter)
    await expect.poll(focused).toBe('Atendimento aberto')
    await tabTo('Copiar protocolo')
    await chord(keys.enter)
    await expect.poll(() => read('document.body.innerText')).toContain('Protocolo copiado.')
    await tabTo('Abrir próximo atendimento')
    await chord(keys.enter)
    await expect.poll(focused).toBe('id_cliente_servico')
    expect(await read('document.activeElement.value')).toBe('')
    await chord(keys.control, 'v')

    const [opened, ...more] = emulator.ledger.tickets
    expect(more).toEqual([])
    expect(opened?.body).toMatchObject({ nome: 'Conceição', abrir_os: true })
    await expect
      .poll(() => read('document.activeElement.value'))
      .toBe(opened?.atendimento.protocolo)
  },
)
