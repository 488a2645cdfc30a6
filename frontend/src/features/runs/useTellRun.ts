// Telling a running simulation that something happens.

import { useMutation } from '@tanstack/vue-query'
import { ref, type Ref } from 'vue'
import { api, ok, type Schemas } from '../../api/client'

export function useTellRun(id: Ref<number>) {
  const text = ref('')
  const points = ref<Schemas['Pointing']>('text')
  const unsent = { text: '', points: points.value, key: '' }
  // Sent again after a lost answer, the same text that means the same is the same event.
  let sent = unsent

  const tell = useMutation({
    mutationFn: () => {
      if (sent.text !== text.value || sent.points !== points.value)
        sent = { text: text.value, points: points.value, key: crypto.randomUUID() }
      return ok(
        api.POST('/api/jobs/{job_id}/events', {
          params: { path: { job_id: id.value } },
          body: sent,
        }),
      )
    },
    onSuccess: () => {
      sent = unsent
      text.value = ''
      points.value = 'text'
    },
  })

  return { text, points, tell }
}
