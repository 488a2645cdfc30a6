// Telling a running simulation that something happens.

import { useMutation } from '@tanstack/vue-query'
import { ref, type Ref } from 'vue'
import { api, ok } from '../../api/client'

export function useTellRun(id: Ref<number>) {
  const text = ref('')
  // Sent again after a lost answer, the same text is the same event.
  let sent = { text: '', key: '' }

  const tell = useMutation({
    mutationFn: () => {
      if (sent.text !== text.value) sent = { text: text.value, key: crypto.randomUUID() }
      return ok(
        api.POST('/api/jobs/{job_id}/events', {
          params: { path: { job_id: id.value } },
          body: sent,
        }),
      )
    },
    onSuccess: () => {
      sent = { text: '', key: '' }
      text.value = ''
    },
  })

  return { text, tell }
}
