// What an event of the log says to a person. Types that a feed does not show give nothing.

import type { Action, KnownEvent } from '../../api/event'
import { formatPercent } from '../../shared/format'

export interface FeedItem {
  seq: number
  round: number
  who: string
  what: string
  /** The post's own words, if it is one. */
  text: string | undefined
}

const NOTABLE_MOVE = 0.1

export function describe(
  event: KnownEvent,
  names: ReadonlyMap<string, string>,
): FeedItem | undefined {
  const nameOf = (agent: string): string => names.get(agent) ?? agent
  const item = (agent: string, what: string, text?: string): FeedItem => ({
    seq: event.seq,
    round: event.round,
    who: nameOf(agent),
    what,
    text,
  })
  switch (event.type) {
    case 'agent_cast': {
      const { agent, persona } = event.data
      return item(agent, `is cast as ${persona.role || persona.kind}`)
    }
    case 'post_created': {
      const { agent, post, parent, text } = event.data
      return item(agent, parent === null ? `posts ${post}` : `replies to ${parent} (${post})`, text)
    }
    case 'trade': {
      const { agent, side, outcome, cost, price_after } = event.data
      const verb = side === 'buy' ? 'buys' : 'sells'
      const price = formatPercent(price_after)
      const worth = Math.round(Math.abs(cost)).toLocaleString()
      return item(agent, `${verb} ${outcome.toUpperCase()} for ${worth}; yes now costs ${price}`)
    }
    case 'action_applied': {
      const what = actionWords(event.data.action, nameOf)
      return what === undefined ? undefined : item(event.data.agent, what)
    }
    case 'belief_changed': {
      const { agent, from, to } = event.data
      if (Math.abs(to - from) < NOTABLE_MOVE) return undefined
      return item(agent, to > from ? 'moves towards yes' : 'moves towards no')
    }
    case 'exogenous': {
      const { source, text } = event.data
      const what = typeof source === 'string' ? 'from outside:' : 'of this world:'
      return item('News', what, text)
    }
    case 'turn_skipped':
      return item(event.data.agent, `skips a turn: ${event.data.reason}`)
    case 'run_started':
    case 'run_forked':
    case 'issue_defined':
    case 'relation_found':
    case 'market_opened':
    case 'degraded':
    case 'poll':
    case 'round_ended':
      return undefined
  }
}

/** Undefined for an action of a later version. */
function actionWords(action: Action, nameOf: (agent: string) => string): string | undefined {
  switch (action.type) {
    case 'vote':
      return `votes ${action.vote} on ${action.post}`
    case 'repost':
      return `reposts ${action.post}`
    case 'follow':
      return `follows ${nameOf(action.agent)}`
    case 'unfollow':
      return `stops following ${nameOf(action.agent)}`
    case 'comment_on_market':
      return `comments on the market: ${action.text}`
  }
}
