// What someone has written for a new simulation: it survives a reload, and is forgotten once launched.

import { reactive, watch } from 'vue'
import type { Schemas } from '../../api/client'

const KEY = 'simswarm.draft'

export interface RunDraft {
  document: string
  question: string
  tier: Schemas['Tier']
  horizonDays: number
  agents: string
  rounds: string
  seed: string
}

const empty: RunDraft = {
  document: '',
  question: '',
  tier: 'small',
  horizonDays: 30,
  agents: '',
  rounds: '',
  seed: '',
}

export function useRunDraft() {
  const draft = reactive<RunDraft>({ ...empty, ...stored() })
  watch(draft, (now) => {
    sessionStorage.setItem(KEY, JSON.stringify(now))
  })

  function forget(): void {
    Object.assign(draft, empty)
    sessionStorage.removeItem(KEY)
  }

  return { draft, forget }
}

function stored(): Partial<RunDraft> {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Partial<RunDraft>
  } catch {
    return {}
  }
}

/** The draft as the API takes it; what was left empty is left to the server. */
export function toRequest(draft: RunDraft): Schemas['CreateJob'] {
  return {
    seed_text: draft.document,
    goal: draft.question,
    tier: draft.tier,
    forecast_days: draft.horizonDays,
    enrich_web: false,
    ...(draft.agents !== '' && { agents: Number(draft.agents) }),
    ...(draft.rounds !== '' && { rounds: Number(draft.rounds) }),
    ...(draft.seed !== '' && { seed: Number(draft.seed) }),
  }
}
