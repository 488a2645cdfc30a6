// The report of a run, asked for again while it is being written.

import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, ok, type Schemas } from '../../api/client'
import { Problem } from '../../api/problem'

const WHILE_WRITTEN_MS = 1500

/** The report, or null while none is asked for yet. */
export function useReport(id: Ref<number>, enabled: Ref<boolean>) {
  return useQuery({
    queryKey: computed(() => ['run', id.value, 'report']),
    queryFn: ({ signal }) => read(id.value, signal),
    enabled,
    refetchInterval: ({ state }) => (isSettled(state.data?.status) ? false : WHILE_WRITTEN_MS),
  })
}

function isSettled(status: string | undefined): boolean {
  return status === 'ready' || status === 'failed'
}

async function read(job_id: number, signal: AbortSignal): Promise<Schemas['Report'] | null> {
  try {
    const report = await ok(
      api.GET('/api/jobs/{job_id}/report', { params: { path: { job_id } }, signal }),
    )
    // The same address answers Markdown to those who ask for it.
    return typeof report === 'string' ? null : report
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_available') return null
    throw error
  }
}
