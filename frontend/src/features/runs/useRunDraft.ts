// What someone has written for a new simulation: it survives a reload, and is forgotten once launched.

import { reactive, watch } from 'vue'
import type { Schemas } from '../../api/client'

const KEY = 'simswarm.draft'
const MAX_DAYS = 365
const MAX_REPLICATES = 32

export interface RunDraft {
  document: string
  question: string
  tier: Schemas['Tier']
  horizonDays: string
  agents: string
  rounds: string
  seed: string
  replicates: string
}

const empty: RunDraft = {
  document: '',
  question: '',
  tier: 'small',
  horizonDays: '30',
  agents: '',
  rounds: '',
  seed: '',
  replicates: '',
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

/** What is wrong with a draft, by the API's names of fields. */
export type DraftProblems = Partial<Record<keyof Schemas['CreateJob'], string | undefined>>

export interface Limits {
  characters: number
  tier: Schemas['TierBounds']
}

interface Range {
  min: number
  max: number
}

/** What can be told before the server is asked; all of it is the server's to judge in the end. */
export function problemsOf(draft: RunDraft, limits: Limits): DraftProblems {
  const { agents, rounds } = limits.tier
  return {
    seed_text:
      characters(draft.document) > limits.characters
        ? `Too long: at most ${limits.characters.toLocaleString()} characters can be taken.`
        : undefined,
    agents: emptyOr(draft.agents, agents),
    rounds: emptyOr(draft.rounds, rounds),
    seed: emptyOr(draft.seed, { min: 0, max: Number.MAX_SAFE_INTEGER }),
    replicates: emptyOr(draft.replicates, { min: 1, max: MAX_REPLICATES }),
    forecast_days: wholeNumber(draft.horizonDays, { min: 1, max: MAX_DAYS }),
  }
}

function emptyOr(text: string, range: Range): string | undefined {
  return text.trim() === '' ? undefined : wholeNumber(text, range)
}

function wholeNumber(text: string, { min, max }: Range): string | undefined {
  const number = Number(text)
  const fits = /^\s*\d+\s*$/.test(text) && number >= min && number <= max
  if (fits) return undefined
  return `Must be a whole number between ${min.toLocaleString()} and ${max.toLocaleString()}.`
}

/** As the server counts them. */
export function characters(text: string): number {
  return Array.from(text).length
}

/** A draft without problems as the API takes it; what was left empty is left to the server. */
export function toRequest(draft: RunDraft): Schemas['CreateJob'] {
  return {
    seed_text: draft.document,
    goal: draft.question,
    tier: draft.tier,
    forecast_days: Number(draft.horizonDays),
    enrich_web: false,
    replicates: draft.replicates.trim() === '' ? 1 : Number(draft.replicates),
    ...(draft.agents.trim() !== '' && { agents: Number(draft.agents) }),
    ...(draft.rounds.trim() !== '' && { rounds: Number(draft.rounds) }),
    ...(draft.seed.trim() !== '' && { seed: Number(draft.seed) }),
  }
}
