// A file that is made of a run's log, once the run is over.

import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import type { Artifacts } from '../../api/artifact'
import { api, ok } from '../../api/client'
import { problemOf } from '../../api/problem'

/** The file's content, or null where the run has no such file. */
export function useArtifact<Name extends keyof Artifacts>(
  id: Ref<number>,
  name: Name,
  enabled: Ref<boolean>,
) {
  return useQuery({
    queryKey: computed(() => ['run', id.value, 'artifact', name]),
    queryFn: async ({ signal }): Promise<Artifacts[Name] | null> => {
      const path = { job_id: id.value }
      const { files } = await ok(
        api.GET('/api/jobs/{job_id}/sim-data', { params: { path }, signal }),
      )
      const link = files[`${name}.json`]
      if (link === undefined) return null
      // The link is signed: it wants no token, and is refused with one.
      const response = await fetch(link, { signal })
      if (!response.ok) throw problemOf(response.status, undefined)
      return (await response.json()) as Artifacts[Name]
    },
    enabled,
    staleTime: Infinity,
  })
}
