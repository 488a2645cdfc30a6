// One job's live stream as reactive state: status, progress, and a bounded feed of what happened.

import { onScopeDispose, reactive, ref, watch, type Ref } from 'vue'
import type { Schemas } from '../../api/client'
import { knownEvent, type KnownEvent } from '../../api/event'
import { followLive, type LiveEvent } from '../../api/live'
import { describe, type FeedItem } from './feed'

const FEED_LENGTH = 200

export interface Live {
  status: Schemas['StatusEvent'] | undefined
  progress: Schemas['ProgressEvent'] | undefined
  /** Newest first. */
  feed: FeedItem[]
  markets: { question: string; price: number }[]
}

const nothing = () => ({ status: undefined, progress: undefined, feed: [], markets: [] })

export function useLive(id: Ref<number>, onFinal: () => void) {
  const live = reactive<Live>(nothing())
  const failure = ref<unknown>()
  const names = new Map<string, string>()
  let controller = new AbortController()

  watch(
    id,
    async (job) => {
      controller.abort()
      controller = new AbortController()
      Object.assign(live, nothing())
      failure.value = undefined
      names.clear()
      const { signal } = controller
      try {
        await followLive(`/api/jobs/${job}/progress`, take, signal)
        if (!signal.aborted) onFinal()
      } catch (error) {
        failure.value = error
      }
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    controller.abort()
  })

  function take({ type, data }: LiveEvent): void {
    if (type === 'status') live.status = data as Schemas['StatusEvent']
    else if (type === 'progress') live.progress = data as Schemas['ProgressEvent']
    else if (type === 'event') {
      const event = knownEvent(data as Schemas['LogEvent'])
      if (event) takeLogEvent(event)
    }
  }

  function takeLogEvent(event: KnownEvent): void {
    if (event.type === 'agent_cast') names.set(event.data.agent, event.data.persona.name)
    if (event.type === 'market_opened') {
      live.markets.push({ question: event.data.question, price: event.data.initial_price })
    }
    if (event.type === 'round_ended') {
      live.markets.forEach((market, index) => {
        market.price = event.data.prices[index] ?? market.price
      })
    }
    const item = describe(event, names)
    if (!item) return
    live.feed.unshift(item)
    if (live.feed.length > FEED_LENGTH) live.feed.pop()
  }

  return { live, failure }
}
