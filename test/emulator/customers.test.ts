import { expect, test } from 'vitest'
import { customers, findService } from '#src/emulator/customers.ts'

const services = customers.flatMap((customer) => customer.servicos)

test('thirty customers, each code, document and service once', () => {
  expect(customers).toHaveLength(30)
  const counts = [
    new Set(customers.map((customer) => customer.codigo_cliente)).size,
    new Set(customers.map((customer) => customer.cpf_cnpj)).size,
    new Set(services.map((service) => service.id_cliente_servico)).size,
  ]
  expect(counts).toEqual([30, 30, services.length])
})

test('service 11000 is the manual’s customer on the manual’s plan', () => {
  expect(findService(11000)).toMatchObject({
    customer: { codigo_cliente: 1204, nome_razaosocial: 'BIANCA COUTO', cpf_cnpj: '86214941081' },
    service: { numero_plano: 9, nome: 'NEXT-NV_1MBPS', valor: 69.9 },
  })
})

test('there is somebody for every case: outage, suspended, cancelled, plan 0, several services', () => {
  expect(customers.some(({ alerta_mensagens: [alert] }) => alert?.includes('rompimento'))).toBe(
    true,
  )
  expect(services.some(({ status_prefixo }) => status_prefixo === 'suspenso_debito')).toBe(true)
  expect(services.some(({ numero_plano }) => numero_plano === 0)).toBe(true)
  expect(customers.filter(({ servicos }) => servicos.length > 1).length).toBeGreaterThan(4)
  expect(findService(11007)?.service.allowsWorkOrder).toBe(false)
  expect(findService(11013)?.service.status_prefixo).toBe('cancelado')
})

test('all of it is plainly invented', () => {
  for (const { cpf_cnpj, email_principal, telefone_primario, codigo_cliente } of customers) {
    if (codigo_cliente === 1204) continue
    expect(cpf_cnpj).toMatch(/^(90000\d{6}|9000000000\d{4}|11222333000181|12ABC34501DE35)$/)
    expect(email_principal ?? 'ninguem@example.com').toMatch(/@example\.com$/)
    expect(telefone_primario).toMatch(/^(379999900|37333300)\d\d$/)
  }
})
