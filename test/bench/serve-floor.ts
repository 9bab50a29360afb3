// A program of its own, as the product is: the real gateway with the folder PAGE in place of its build.
// `node serve-floor.ts PAGE HUBSOFT SETTINGS`, SETTINGS as JSON.
import * as z from 'zod/mini'
import { startGatewayOn } from '../house.ts'

const [, , pageRoot = '', hubsoftUrl = '', settings = '{}'] = process.argv
const env = z.record(z.string(), z.string()).parse(JSON.parse(settings))
const gateway = await startGatewayOn({ url: hubsoftUrl }, { env, pageRoot })
process.once('SIGTERM', gateway.stop)
console.log(gateway.url)
