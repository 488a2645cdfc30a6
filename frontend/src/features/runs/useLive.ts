// One job's live stream as reactive state: status, progress, and a bounded feed of what happened.

import { computed, onScopeDispose, ref, shallowReactive, watch, type Ref } from 'vue'
import type { Schemas } from '../../api/client'
import { knownEvent, type KnownEvent } from '../../api/event'
import { followLive, type LiveEvent } from '../../api/live'
import { describe, type FeedItem } from './feed'
import { sidesOf } from './sides'

const FEED_LENGTH = 200
const OUTSIDE_LENGTH = 5
// A log may come as a hundred thousand events at once: what they add up to is shown a few times a second.
const SHOWN_EVERY_MS = 200

interface Market {
  question: string
  price: number
}

export interface Live {
  status: Schemas['StatusEvent'] | undefined
  progress: Schemas['ProgressEvent'] | undefined
  /** Nothing can be heard at the moment. */
  isLost: boolean
  /** Newest first. */
  feed: FeedItem[]
  /** The same of what came from outside alone: a round of many agents would push it out of the feed. */
  outside: OutsideItem[]
  markets: Market[]
}

interface OutsideItem extends FeedItem {
  /** Which side it takes. */
  sides: string
}

const nothing = (): Live => ({
  status: undefined,
  progress: undefined,
  isLost: false,
  feed: [],
  outside: [],
  markets: [],
})

/** Follows the job from the moment that it is `wanted` for the first time. */
export function useLive(id: Ref<number>, wanted: Ref<boolean>, onFinal: () => void) {
  const live = shallowReactive<Live>(nothing())
  const failure = ref<unknown>()
  let log = digest()
  let showing: ReturnType<typeof setTimeout> | undefined
  let controller = new AbortController()
  const followed = computed<number | undefined>((before) =>
    wanted.value || before === id.value ? id.value : undefined,
  )

  watch(
    followed,
    async (job) => {
      stop()
      controller = new AbortController()
      Object.assign(live, nothing())
      failure.value = undefined
      log = digest()
      if (job === undefined) return
      const { signal } = controller
      const lost = (isLost: boolean): void => {
        if (!signal.aborted) live.isLost = isLost
      }
      try {
        await followLive(`/api/jobs/${job}/progress`, { event: take, lost }, signal)
        if (!signal.aborted) onFinal()
      } catch (error) {
        failure.value = error
      }
    },
    { immediate: true },
  )
  onScopeDispose(stop)

  function stop(): void {
    controller.abort()
    clearTimeout(showing)
    showing = undefined
  }

  function take({ type, data }: LiveEvent): void {
    if (type === 'status') live.status = data as Schemas['StatusEvent']
    else if (type === 'progress') live.progress = data as Schemas['ProgressEvent']
    else if (type === 'event') {
      const event = knownEvent(data as Schemas['LogEvent'])
      if (event) log.take(event)
      showing ??= setTimeout(show, SHOWN_EVERY_MS)
    }
  }

  function show(): void {
    showing = undefined
    live.feed = log.feed()
    live.outside = log.outside()
    live.markets = log.markets()
  }

  return { live, failure }
}

/** What a log says so far; nothing in it is watched, so that taking an event costs next to nothing. */
function digest() {
  const names = new Map<string, string>()
  const markets: Market[] = []
  let recent: FeedItem[] = []
  const issues = new Map<string, string>()
  let outside: OutsideItem[] = []

  function take(event: KnownEvent): void {
    if (event.type === 'agent_cast') names.set(event.data.agent, event.data.persona.name)
    if (event.type === 'issue_defined')
      issues.set(event.data.issue, event.data.definition.proposition)
    if (event.type === 'market_opened') {
      markets.push({ question: event.data.question, price: event.data.initial_price })
    }
    if (event.type === 'round_ended') {
      markets.forEach((market, index) => {
        market.price = event.data.prices[index] ?? market.price
      })
    }
    const item = describe(event, names)
    if (item) recent.push(item)
    if (item && event.type === 'exogenous' && typeof event.data.source === 'string')
      outside = [{ ...item, sides: sidesOf(event.data, issues) }, ...outside].slice(
        0,
        OUTSIDE_LENGTH,
      )
    if (recent.length > 2 * FEED_LENGTH) recent = recent.slice(-FEED_LENGTH)
  }

  return {
    take,
    outside: () => outside,
    feed: () => recent.slice(-FEED_LENGTH).reverse(),
    markets: () => markets.map((market) => ({ ...market })),
  }
}
