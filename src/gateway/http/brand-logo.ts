import { Hono } from 'hono'
import type { Marca } from '../../contract/page-context.ts'
import type { Brand } from '../config/brand.ts'
import { logoFolder } from '../config/logo.ts'
import { type GatewayEnv, noSuchRoute } from './problem.ts'
import { answerWith, servedFile } from './served-file.ts'

// For whoever opens it by itself: an image runs nothing anyway.
const drawsOnly =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; sandbox"

/** The operator's logo at its address, and nothing else beside it: the page there would pass for a picture. */
export function logoRoutes({ logo }: Brand) {
  const file = logo && servedFile({ plain: logo.bytes }, { type: logo.type, isHashed: true })
  return new Hono<GatewayEnv>().get(`${logoFolder}*`, (c) => {
    if (!file || c.req.path !== logo.address) return noSuchRoute(c)
    c.header('Content-Security-Policy', drawsOnly)
    return answerWith(c, file)
  })
}

/** The brand as the page is told of it. */
export const marcaOf = ({ name, logo, colours }: Brand): Marca => ({
  nome: name ?? null,
  logo: logo?.address ?? null,
  proporcao: logo?.proportion ?? null,
  cores: colours ?? null,
})
