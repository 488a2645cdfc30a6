// In what a run is less than it could be, from its log.

import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, ok } from '../../api/client'
import { knownEvent } from '../../api/event'

export function useDegradations(id: Ref<number>, enabled: Ref<boolean>) {
  return useQuery({
    queryKey: computed(() => ['run', id.value, 'degradations']),
    queryFn: async ({ signal }) => {
      const query = { type: 'degraded', limit: 100 }
      const page = await ok(
        api.GET('/api/jobs/{job_id}/events', {
          params: { path: { job_id: id.value }, query },
          signal,
        }),
      )
      const found = page.events.map(knownEvent).filter((event) => event?.type === 'degraded')
      return [...new Set(found.map(({ data }) => data.reason))]
    },
    enabled,
    staleTime: Infinity,
  })
}
