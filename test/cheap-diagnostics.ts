import { configure, prettyDOM } from '@testing-library/react'
import * as React from 'react'

/*
 * What Testing Library and React get ready for a failure, failed or not, took a quarter of the page's tests' time.
 */

// Each look for what isn't there yet would print the document: only what is read does.
configure({
  getElementError: function elementError(message, container) {
    const error = new Error()
    error.name = 'TestingLibraryElementError'
    // The place shown is then the test's.
    Error.captureStackTrace(error, elementError)
    const told = () => [message, prettyDOM(container)].filter(Boolean).join('\n\n')
    return Object.defineProperty(error, 'message', { configurable: true, get: told })
  },
})

// A stack for each element rendered, that a warning could show. React makes them for ten thousand in a second: here
// those are over from the start. Without it, and so in another React, tests are slower and no less true.
const internals: unknown = Reflect.get(
  React,
  '__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE',
)
if (typeof internals === 'object' && internals !== null) {
  Object.defineProperty(internals, 'recentlyCreatedOwnerStacks', { get: () => 10_000, set() {} })
}
