// What each status means to a person. Exhaustive: a new status does not compile until it has words.

import type { Schemas } from '../../api/client'

export type Status = Schemas['JobStatus']

export interface StatusWords {
  label: string
  tone: 'wait' | 'good' | 'danger' | 'muted'
  isFinal: boolean
}

export function wordsFor(status: Status): StatusWords {
  switch (status) {
    case 'DRAFT':
      return { label: 'Draft', tone: 'muted', isFinal: false }
    case 'PENDING':
      return { label: 'Waiting to start', tone: 'wait', isFinal: false }
    case 'PROVISIONING':
      return { label: 'Getting a host ready', tone: 'wait', isFinal: false }
    case 'RUNNING':
      return { label: 'Simulating', tone: 'wait', isFinal: false }
    case 'REPORTING':
      return { label: 'Writing the report', tone: 'wait', isFinal: false }
    case 'COMPLETED':
      return { label: 'Done', tone: 'good', isFinal: true }
    case 'FAILED':
      return { label: 'Failed', tone: 'danger', isFinal: true }
    case 'CANCELLED':
      return { label: 'Cancelled', tone: 'muted', isFinal: true }
  }
}
