// In what a run is less than it could be, from its log.

import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { readLog, type Reach } from './readLog'

/** At first what the log's beginning says, which is nearly always all; then what the whole log does. */
export function useDegradations(id: Ref<number>, enabled: Ref<boolean>) {
  const beginning = useReasons(id, 'first', enabled)
  const whole = useReasons(id, 'all', enabled)
  const reasons = computed(() => whole.data.value ?? beginning.data.value ?? [])
  return { reasons, isPending: beginning.isPending }
}

function useReasons(id: Ref<number>, reach: Reach, enabled: Ref<boolean>) {
  return useQuery({
    queryKey: computed(() => ['run', id.value, 'degradations', reach]),
    queryFn: async ({ signal }) => {
      const found = await readLog(id.value, 'degraded', signal, reach)
      return [...new Set(found.map(({ data }) => data.reason))]
    },
    enabled,
    staleTime: Infinity,
  })
}

/** Reasons as one text; what follows from the same cause ("cause: effect") is told with it. */
export function together(reasons: string[]): string {
  const effects = new Map<string, string[]>()
  for (const reason of reasons) {
    const [cause = '', ...rest] = reason.split(': ')
    const known = effects.get(cause) ?? []
    effects.set(cause, rest.length > 0 ? [...known, rest.join(': ')] : known)
  }
  return [...effects]
    .map(([cause, those]) => (those.length > 0 ? `${cause}: ${those.join(', and ')}` : cause))
    .join('; ')
}
