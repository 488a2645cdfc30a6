// The caller's simulations, and what can be done to one.

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, ok, type Schemas } from '../../api/client'
import { wordsFor } from './status'

const PER_PAGE = 20
const WHILE_LIVE_MS = 3000

export function useRuns(page: Ref<number>) {
  return useQuery({
    queryKey: computed(() => ['runs', page.value]),
    queryFn: ({ signal }) =>
      ok(
        api.GET('/api/jobs', {
          params: { query: { page: page.value, per_page: PER_PAGE } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.jobs.some(({ status }) => !wordsFor(status).isFinal) ? WHILE_LIVE_MS : false,
  })
}

export function useRun(id: Ref<number>) {
  return useQuery({
    queryKey: computed(() => ['run', id.value]),
    queryFn: ({ signal }) =>
      ok(api.GET('/api/jobs/{job_id}', { params: { path: { job_id: id.value } }, signal })),
  })
}

export function useCreateRun() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Schemas['CreateJob']) => ok(api.POST('/api/jobs', { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['runs'] }),
  })
}

export function useForkRun(id: Ref<number>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Schemas['ForkJob']) =>
      ok(api.POST('/api/jobs/{job_id}/fork', { params: { path: { job_id: id.value } }, body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['runs'] }),
  })
}

export function useCancelRun(id: Ref<number>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () =>
      ok(api.POST('/api/jobs/{job_id}/cancel', { params: { path: { job_id: id.value } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['run', id.value] }),
  })
}

export function useDeleteRun(id: Ref<number>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () =>
      ok(api.DELETE('/api/jobs/{job_id}', { params: { path: { job_id: id.value } } })),
    onSuccess: () => {
      queries.removeQueries({ queryKey: ['run', id.value] })
      return queries.invalidateQueries({ queryKey: ['runs'] })
    },
  })
}
