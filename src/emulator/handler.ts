import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

export type EmulatorEnv = { Bindings: HttpBindings }

export type EmulatorContext = Context<EmulatorEnv>

export type EmulatorHandler = (c: EmulatorContext) => Promise<Response>
