import { expect, test } from 'vitest'
import { createPeers } from '#src/gateway/session/peers.ts'
import { arrivalFrom } from '../arrival.ts'

const peers = createPeers(['10.0.0.7', '192.168.0.0/24', 'fd00::/8'])

test.each([
  ['203.0.113.9', undefined, '203.0.113.9'],
  // Nobody vouches for this header.
  ['203.0.113.9', '198.51.100.1', '203.0.113.9'],
  ['127.0.0.1', '198.51.100.1', '127.0.0.1'],
  ['10.0.0.7', undefined, '10.0.0.7'],
  ['10.0.0.7', '', '10.0.0.7'],
  ['10.0.0.7', '198.51.100.1', '198.51.100.1'],
  ['::ffff:10.0.0.7', '198.51.100.1', '198.51.100.1'],
  // The first of them the visitor may have written.
  ['10.0.0.7', '203.0.113.9, 198.51.100.1', '198.51.100.1'],
  ['10.0.0.7', '203.0.113.9, 198.51.100.1,192.168.0.3', '198.51.100.1'],
  ['10.0.0.7', '2001:db8::1', '2001:db8::1'],
  ['10.0.0.7', '192.168.0.3', '10.0.0.7'],
  // Each connection has another port, and is no other visitor for it.
  ['10.0.0.7', '198.51.100.1:4711', '198.51.100.1'],
  ['10.0.0.7', '[2001:db8::1]:4711', '2001:db8::1'],
  ['10.0.0.7', '[2001:db8::1]', '2001:db8::1'],
  ['10.0.0.7', '198.51.100.1:4711, 192.168.0.3:4711', '198.51.100.1'],
])('from %s with X-Forwarded-For %s the visitor is at %s', (peer, forwardedFor, visitor) => {
  expect(peers.visitorOf(arrivalFrom(peer, forwardedFor))).toBe(visitor)
})

test.each([
  ['10.0.0.7', true, true],
  ['::ffff:10.0.0.7', true, true],
  ['::FFFF:10.0.0.7', true, true],
  ['192.168.0.255', true, true],
  ['::ffff:192.168.0.9', true, true],
  ['fd12::1', true, true],
  ['127.0.0.1', false, true],
  ['127.8.0.1', false, true],
  ['::1', false, true],
  ['::ffff:127.0.0.1', false, true],
  ['10.0.0.8', false, false],
  ['::ffff:10.0.0.8', false, false],
  ['192.168.1.0', false, false],
  ['fe80::1', false, false],
  ['203.0.113.9', false, false],
  [undefined, false, false],
])('%s is a trusted proxy: %s, one of ours: %s', (peer, isProxy, isOurs) => {
  const arrival = arrivalFrom(peer)

  expect([peers.isProxy(arrival), peers.isOurs(arrival)]).toEqual([isProxy, isOurs])
})

test('without a socket nobody is ours, and there is no address', () => {
  expect([peers.isProxy({}), peers.isOurs({}), peers.visitorOf({})]).toEqual([false, false, ''])
})
