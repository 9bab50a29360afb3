import { screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { lostOnItsWay } from '../atendimento/line.ts'
import { eventually } from '../atendimento/on-screen.ts'
import { openHouse, openPage } from '../atendimento/open-page.tsx'
import { brandedConfiguracao } from '../samples.ts'

const brand = (name: string) => document.documentElement.style.getPropertyValue(`--brand-${name}`)

afterEach(() => document.documentElement.removeAttribute('style'))

test('what the page came with is there in its first picture, and while nobody answers', async () => {
  const house = await openHouse()
  const { line } = openPage(house, { embedded: brandedConfiguracao, way: lostOnItsWay })

  expect(screen.getByText(/^Demonstração/)).toBeInTheDocument()
  expect(screen.getByText('Provedor Exemplo')).toBeInTheDocument()
  expect(brand('accent-light')).toBe('#0b57a4')
  expect(brand('on-accent-dark')).toBe('#ffffff')
  await eventually(() => line.requests).toContain('GET /api/configuracao')
  expect(screen.getByText('Provedor Exemplo')).toBeInTheDocument()
})

test('a page that came with nothing takes brand and colours from the gateway’s answer', async () => {
  const house = await openHouse({ env: { BRAND_NAME: 'Rede Exemplo', BRAND_COLOR: '#7b2cbf' } })
  openPage(house)
  expect(brand('accent-light')).toBe('')
  expect(screen.getByText('Novo Atendimento')).toBeInTheDocument()

  await eventually(() => brand('accent-light')).toBe('#7b2cbf')
  expect(screen.getByText('Rede Exemplo')).toBeInTheDocument()
})

test('what the gateway answers replaces what the page came with', async () => {
  const house = await openHouse()
  openPage(house, { embedded: brandedConfiguracao })

  await eventually(() => brand('accent-light')).toBe('')
})
