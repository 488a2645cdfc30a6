// The event behind a citation, and the names of those who play.

import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, ok } from '../../api/client'
import type { Citation } from '../../api/report'
import { readLog } from './readLog'

// A committed log never changes.
const staleTime = Infinity

export function useEvidence(job: Ref<number>, citation: Ref<Citation | undefined>) {
  return useQuery({
    queryKey: computed(() => ['run', job.value, 'event', citation.value?.event]),
    queryFn: async ({ signal }) => {
      const seq = citation.value?.event ?? 0
      const query = { after: seq - 1, limit: 1 }
      const page = await ok(
        api.GET('/api/jobs/{job_id}/events', {
          params: { path: { job_id: job.value }, query },
          signal,
        }),
      )
      return page.events.find((event) => event.seq === seq) ?? null
    },
    enabled: computed(() => citation.value !== undefined),
    staleTime,
  })
}

/** Names by agent id, once the cast is committed. */
export function useNames(job: Ref<number>, enabled: Ref<boolean>) {
  return useQuery({
    queryKey: computed(() => ['run', job.value, 'names']),
    queryFn: async ({ signal }) => {
      const cast = await readLog(job.value, 'agent_cast', signal, 'first')
      return new Map(cast.map(({ data }) => [data.agent, data.persona.name]))
    },
    enabled,
    staleTime,
  })
}
