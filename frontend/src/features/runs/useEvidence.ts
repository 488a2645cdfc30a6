// The event behind a citation, and the names of those who play.

import { useQuery } from '@tanstack/vue-query'
import { computed, ref, type Ref } from 'vue'
import { api, ok } from '../../api/client'
import type { Citation } from '../../api/report'
import { readLog } from './readLog'

// A committed log never changes.
const staleTime = Infinity

export function useEvidence(job: Ref<number>, citation: Ref<Citation | undefined>) {
  return useQuery({
    queryKey: computed(() => [
      'run',
      job.value,
      'event',
      citation.value?.replicate ?? 1,
      citation.value?.event,
    ]),
    queryFn: async ({ signal }) => {
      const seq = citation.value?.event ?? 0
      const query = { after: seq - 1, limit: 1, replicate: citation.value?.replicate ?? 1 }
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

/** Propositions by issue id; all of a job's runs have the same. */
export function useIssues(job: Ref<number>, enabled: Ref<boolean>) {
  return useQuery({
    queryKey: computed(() => ['run', job.value, 'issues']),
    queryFn: async ({ signal }) => {
      const issues = await readLog(job.value, 'issue_defined', signal, 'first')
      return new Map(issues.map(({ data }) => [data.issue, data.definition.proposition]))
    },
    enabled,
    staleTime,
  })
}

/** Names by agent id, once the cast is committed. Each of a job's runs has a cast of its own. */
export function useNames(job: Ref<number>, enabled: Ref<boolean>, replicate = ref(1)) {
  return useQuery({
    queryKey: computed(() => ['run', job.value, 'names', replicate.value]),
    queryFn: async ({ signal }) => {
      const cast = await readLog(job.value, 'agent_cast', signal, 'first', replicate.value)
      return new Map(cast.map(({ data }) => [data.agent, data.persona.name]))
    },
    enabled,
    staleTime,
  })
}
