// One job's live stream as reactive state: status, progress, and a bounded feed of what happened.

import { onScopeDispose, reactive, ref, watch, type Ref } from 'vue'
import type { Schemas } from '../../api/client'
import { followLive, type LiveEvent } from '../../api/live'
import { describe, type FeedItem } from './feed'

const FEED_LENGTH = 200

export interface Live {
  status: Schemas['StatusSnapshot'] | undefined
  progress: Schemas['Progress'] | undefined
  /** Newest first. */
  feed: FeedItem[]
  prices: number[]
}

export function useLive(id: Ref<number>, onFinal: () => void) {
  const live = reactive<Live>({ status: undefined, progress: undefined, feed: [], prices: [] })
  const failure = ref<unknown>()
  const names = new Map<string, string>()
  let controller = new AbortController()

  watch(
    id,
    async (job) => {
      controller.abort()
      controller = new AbortController()
      Object.assign(live, { status: undefined, progress: undefined, feed: [], prices: [] })
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
    if (type === 'status') live.status = data as Schemas['StatusSnapshot']
    else if (type === 'progress') live.progress = data as Schemas['Progress']
    else if (type === 'event') takeLogEvent(data as Schemas['LogEvent'])
  }

  function takeLogEvent(event: Schemas['LogEvent']): void {
    if (event.type === 'agent_cast') names.set(...agentName(event))
    if (event.type === 'round_ended') live.prices = (event.data as { prices: number[] }).prices
    const item = describe(event, names)
    if (!item) return
    live.feed.unshift(item)
    if (live.feed.length > FEED_LENGTH) live.feed.pop()
  }

  return { live, failure }
}

function agentName({ data }: Schemas['LogEvent']): [string, string] {
  const { agent, persona } = data as { agent: string; persona: { name: string } }
  return [agent, persona.name]
}
