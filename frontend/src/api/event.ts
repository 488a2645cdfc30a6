// The log's events as the page reads them: the OpenAPI document leaves their data open. The types follow
// `EventBody` in crates/engine/src/event.rs and `Action` in crates/engine/src/action.rs.

export type Side = 'buy' | 'sell'
export type Outcome = 'yes' | 'no'

export type Action =
  | { type: 'vote'; post: string; vote: 'up' | 'down' }
  | { type: 'repost'; post: string }
  | { type: 'follow' | 'unfollow'; agent: string }
  | { type: 'comment_on_market'; market: string; text: string }

/** What each type of event carries; types and fields that the page does not show are left out. */
export interface EventData {
  run_started: { rounds: number; brief: { title: string } }
  run_forked: { rounds: number }
  issue_defined: { issue: string; definition: { proposition: string } }
  agent_cast: {
    agent: string
    persona: { name: string; kind: string; role: string; summary: string }
  }
  relation_found: { source: string; target: string; fact: string }
  market_opened: { market: string; question: string; initial_price: number }
  degraded: { what: string; reason: string }
  post_created: { post: string; agent: string; parent: string | null; text: string }
  action_applied: { agent: string; action: Action }
  trade: {
    agent: string
    side: Side
    outcome: Outcome
    shares: number
    cost: number
    price_before: number
    price_after: number
  }
  belief_changed: { agent: string; issue: string; from: number; to: number; because: string[] }
  poll: {
    answers: { agent: string; answers: { issue: string; probability: number; reason: string }[] }[]
  }
  turn_skipped: { agent: string; reason: string }
  /** A source that is a word comes from outside the simulated world; the others are its own news. */
  exogenous: {
    source: string | Record<string, unknown>
    text: string
    /** Which side it takes on which issues. */
    stances: { issue: string; position: number }[]
    /** Whether that was read from its text. */
    stances_read?: boolean
  }
  round_ended: { posts: number; actions: number; prices: number[]; positions: number[] }
}

interface Envelope {
  seq: number
  round: number
}

/** An event of a type that the page knows. */
export type KnownEvent = {
  [Type in keyof EventData]: Envelope & { type: Type; data: EventData[Type] }
}[keyof EventData]

const known: Record<keyof EventData, true> = {
  run_started: true,
  run_forked: true,
  issue_defined: true,
  agent_cast: true,
  relation_found: true,
  market_opened: true,
  degraded: true,
  post_created: true,
  action_applied: true,
  trade: true,
  belief_changed: true,
  poll: true,
  turn_skipped: true,
  exogenous: true,
  round_ended: true,
}

/** The event as one that the page knows; readers pass over the others. */
export function knownEvent(
  event: Envelope & { type: string; data: unknown },
): KnownEvent | undefined {
  return Object.hasOwn(known, event.type) ? (event as KnownEvent) : undefined
}
