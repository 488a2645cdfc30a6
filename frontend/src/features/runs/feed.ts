// What an event of the log says in the live feed. Types that a feed does not show give nothing.

import type { Schemas } from '../../api/client'
import { formatPercent } from '../../shared/format'

export interface FeedItem {
  seq: number
  round: number
  who: string
  what: string
  /** The post's own words, if it is one. */
  text: string | undefined
}

type Data = Record<string, unknown>

export function describe(
  event: Schemas['LogEvent'],
  names: ReadonlyMap<string, string>,
): FeedItem | undefined {
  const data = event.data as Data
  const said = sayings[event.type]?.(data, nameOf)
  if (!said) return undefined
  return {
    seq: event.seq,
    round: event.round,
    who: nameOf(data.agent),
    what: said.what,
    text: said.text,
  }

  function nameOf(agent: unknown): string {
    return names.get(String(agent)) ?? String(agent)
  }
}

type Saying = (
  data: Data,
  nameOf: (agent: unknown) => string,
) => { what: string; text?: string } | undefined

const sayings: Record<string, Saying> = {
  post_created: ({ parent, text }) => ({
    what: parent === null ? 'posts' : `replies to ${String(parent)}`,
    text: String(text),
  }),
  trade: ({ side, outcome, cost, price_after }) => ({
    what: `${side === 'buy' ? 'buys' : 'sells'} ${String(outcome).toUpperCase()} for ${Number(cost).toFixed(0)}; the price is now ${formatPercent(Number(price_after))}`,
  }),
  action_applied: ({ action }, nameOf) => {
    const { type, agent, post, vote } = action as Data
    if (type === 'follow') return { what: `follows ${nameOf(agent)}` }
    if (type === 'repost') return { what: `reposts ${String(post)}` }
    if (type === 'vote') return { what: `votes ${String(vote)} on ${String(post)}` }
    return undefined
  },
  belief_changed: ({ from, to, issue }) => {
    if (Math.abs(Number(to) - Number(from)) < 0.1) return undefined
    const direction = Number(to) > Number(from) ? 'towards yes' : 'towards no'
    return { what: `moves ${direction} on ${String(issue)}` }
  },
}
