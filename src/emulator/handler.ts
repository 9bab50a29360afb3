import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

/** The Node socket is there when the app listens on a port, absent when it is called in process. */
export type EmulatorEnv = { Bindings: Partial<HttpBindings> }

export type EmulatorContext = Context<EmulatorEnv>

export type EmulatorHandler = (c: EmulatorContext) => Promise<Response>
