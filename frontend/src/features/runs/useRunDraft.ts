// What someone has written for a new simulation: it survives a reload, and is forgotten once launched.

import { reactive, watch } from 'vue'
import type { Schemas } from '../../api/client'
import {
  characters,
  decimalProblem,
  numberProblem,
  SEEDS,
  unlessEmpty,
  type Range,
} from './fieldRules'
import { eventsProblem, toEvents } from './plannedEvents'

const KEY = 'simswarm.draft'
const MAX_DAYS = 365
const MAX_REPLICATES = 32
const OPENNESS: Range = { min: 0.01, max: 0.99 }
const REACH: Range = { min: 0.05, max: 2 }

export interface RunDraft {
  document: string
  question: string
  tier: Schemas['Tier']
  horizonDays: string
  agents: string
  rounds: string
  seed: string
  replicates: string
  /** One event in each line, as "round: what happens". */
  events: string
  economy: boolean
  recommender: Schemas['Recommender']
  openness: string
  reach: string
  cast: Schemas['CastBy']
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
  events: '',
  economy: false,
  recommender: 'interest',
  openness: '',
  reach: '',
  cast: 'model',
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
export type Field = keyof Schemas['CreateJob'] | 'beliefs.openness' | 'beliefs.reach'
export type DraftProblems = Partial<Record<Field, string | undefined>>

export interface Limits {
  characters: number
  tier: Schemas['TierBounds']
}

/** What can be told before the server is asked; all of it is the server's to judge in the end. */
export function problemsOf(draft: RunDraft, limits: Limits): DraftProblems {
  const { agents, rounds } = limits.tier
  return {
    seed_text:
      characters(draft.document) > limits.characters
        ? `Too long: at most ${limits.characters.toLocaleString()} characters can be taken.`
        : undefined,
    agents: unlessEmpty(numberProblem, draft.agents, agents),
    rounds: unlessEmpty(numberProblem, draft.rounds, rounds),
    seed: unlessEmpty(numberProblem, draft.seed, SEEDS),
    replicates: unlessEmpty(numberProblem, draft.replicates, { min: 1, max: MAX_REPLICATES }),
    forecast_days: numberProblem(draft.horizonDays, { min: 1, max: MAX_DAYS }),
    events: eventsProblem(draft.events),
    'beliefs.openness': unlessEmpty(decimalProblem, draft.openness, OPENNESS),
    'beliefs.reach': unlessEmpty(decimalProblem, draft.reach, REACH),
  }
}

const isSet = (...texts: string[]): boolean => texts.some((text) => text.trim() !== '')

function beliefs({ openness, reach }: RunDraft): Schemas['BeliefOptions'] {
  return {
    ...(isSet(openness) && { openness: Number(openness) }),
    ...(isSet(reach) && { reach: Number(reach) }),
  }
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
    ...(draft.events.trim() !== '' && { events: toEvents(draft.events) }),
    ...(draft.economy && { economy: true }),
    ...(draft.cast !== empty.cast && { cast: draft.cast }),
    ...(draft.recommender !== empty.recommender && { recommender: draft.recommender }),
    ...(isSet(draft.openness, draft.reach) && { beliefs: beliefs(draft) }),
  }
}
