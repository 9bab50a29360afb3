/** What HubSoft knows and nobody may be told, each of them found by `isLeak`. */
export const planted = {
  senha: 'CANARY-senha',
  login: 'CANARY-login',
  senhas: [{ usuario: 'CANARY-usuario', senha: 'CANARY-guardada' }],
  ipv4: '198.51.100.77',
  mac_addr: '02:00:5e:77:77:77',
  cpf_cnpj: '52998224725',
  valor: 7777.77,
  anotacoes: 'CANARY-anotacoes',
  access_token: 'CANARY-token',
  chave_nova: { mais_fundo: ['CANARY-nova'] },
}

const traces =
  /CANARY|198\.51\.100\.77|02:00:5e:77|529\.?982\.?247-?25|7777\.77|\/var\/www|node_modules|\bat \S+ \(/i

export const isLeak = (text: string) => traces.test(text)

/** The same with the planted keys beside its own, in every object at any depth. */
export function plant(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plant)
  if (typeof value !== 'object' || value === null) return value
  const own = Object.entries(value).map(([key, inner]) => [key, plant(inner)])
  return { ...Object.fromEntries(own), ...planted }
}

export const crash = {
  status: 'error',
  msg: 'SQLSTATE[23505]: CANARY',
  file: '/var/www/CANARY.php',
  trace: ['#0 /var/www/CANARY.php(77)'],
}

export const page = '<html><body>CANARY 529.982.247-25</body></html>'
