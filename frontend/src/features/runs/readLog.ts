// Events of one type out of a run's log: the server looks through a stretch of it at a time.

import { api, ok, type Schemas } from '../../api/client'
import { knownEvent, type EventData, type KnownEvent } from '../../api/event'

const PAGE = 1000

/** How much of the log is looked through: `first` ends at the first stretch that holds none: for what stands together at the log's beginning. */
export type Reach = 'first' | 'all'

export async function readLog<Type extends keyof EventData>(
  job_id: number,
  type: Type,
  signal: AbortSignal,
  reach: Reach = 'all',
  replicate = 1,
): Promise<Extract<KnownEvent, { type: Type }>[]> {
  const found: Extract<KnownEvent, { type: Type }>[] = []
  let after: number | undefined = 0
  while (after !== undefined) {
    const page: Schemas['EventPage'] = await ok(
      api.GET('/api/jobs/{job_id}/events', {
        params: { path: { job_id }, query: { after, type, limit: PAGE, replicate } },
        signal,
      }),
    )
    for (const event of page.events) {
      const known = knownEvent(event)
      if (known?.type === type) found.push(known as Extract<KnownEvent, { type: Type }>)
    }
    const isEnough = reach === 'first' && page.events.length < PAGE
    after = isEnough ? undefined : (page.next_after ?? undefined)
  }
  return found
}
