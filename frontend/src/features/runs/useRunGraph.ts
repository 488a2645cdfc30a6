// The entity graph of a finished run.

import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, ok } from '../../api/client'

export function useRunGraph(id: Ref<number>, enabled: Ref<boolean>) {
  return useQuery({
    queryKey: computed(() => ['run', id.value, 'graph']),
    queryFn: ({ signal }) =>
      ok(api.GET('/api/jobs/{job_id}/graph', { params: { path: { job_id: id.value } }, signal })),
    enabled,
    staleTime: Infinity,
  })
}
