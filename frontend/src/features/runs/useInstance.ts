// What this instance offers: the sizes of a simulation, and how long a text may be.

import { useQuery } from '@tanstack/vue-query'
import { api, ok } from '../../api/client'

// Settings of the server: they change when it is restarted.
const staleTime = Infinity

export function useTiers() {
  return useQuery({
    queryKey: ['tiers'],
    queryFn: async ({ signal }) => (await ok(api.GET('/api/tiers', { signal }))).tiers,
    staleTime,
  })
}

export function useConfig() {
  return useQuery({
    queryKey: ['config'],
    queryFn: ({ signal }) => ok(api.GET('/api/config', { signal })),
    staleTime,
  })
}
