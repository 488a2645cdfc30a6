import { expect, it } from 'vitest'
import { knownEvent, type Action } from '../../api/event'
import { ada, event, post } from '../../test/factories/event'
import { describe as say } from './feed'

const names = new Map([
  ['a0', 'Ada'],
  ['a1', 'Bo'],
])

it('shows a post with its words and its author’s name', () => {
  expect(say(post, names)).toEqual({
    seq: 9,
    round: 2,
    who: 'Ada',
    what: 'posts p1',
    text: 'It sails on Monday.',
  })
})

it('says to what a reply replies', () => {
  const reply = event('post_created', { post: 'p2', agent: 'a1', parent: 'p1', text: 'No.' })
  expect(say(reply, names)).toMatchObject({ who: 'Bo', what: 'replies to p1 (p2)' })
})

it('tells what was bought, for how much, and what it costs since', () => {
  const trade = event('trade', {
    agent: 'a0',
    side: 'sell',
    outcome: 'no',
    shares: 3,
    cost: -12.4,
    price_before: 0.5,
    price_after: 0.62,
  })
  expect(say(trade, names)?.what).toBe('sells NO for 12; yes now costs 62%')
})

it.each<[Action, string]>([
  [{ type: 'vote', post: 'p1', vote: 'down' }, 'votes down on p1'],
  [{ type: 'repost', post: 'p1' }, 'reposts p1'],
  [{ type: 'follow', agent: 'a1' }, 'follows Bo'],
  [{ type: 'unfollow', agent: 'a9' }, 'stops following a9'],
  [{ type: 'comment_on_market', market: 'm0', text: 'Dear.' }, 'comments on the market: Dear.'],
])('says %j in words', (action, what) => {
  expect(say(event('action_applied', { agent: 'a0', action }), names)?.what).toBe(what)
})

it('passes over a small change of mind and shows a large one', () => {
  const change = (to: number) =>
    event('belief_changed', { agent: 'a0', issue: 'i0', from: 0.1, to, because: [] })
  expect(say(change(0.15), names)).toBeUndefined()
  expect(say(change(0.3), names)?.what).toBe('moves towards yes')
  expect(say(change(-0.3), names)?.what).toBe('moves towards no')
})

it('says as whom somebody is cast', () => {
  expect(say(ada, names)?.what).toBe('is cast as pilot')
})

it('knows no event of a later version', () => {
  expect(knownEvent({ seq: 1, round: 1, type: 'toString', data: {} })).toBeUndefined()
})
