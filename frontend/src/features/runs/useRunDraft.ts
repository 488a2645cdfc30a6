// What someone has written for a new simulation: it survives a reload, and is forgotten once launched.

import { reactive, watch } from 'vue'
import type { Schemas } from '../../api/client'

const KEY = 'simswarm.draft'
const MAX_DAYS = 365
const MAX_REPLICATES = 32
const MAX_EVENTS = 20
const MAX_EVENT_CHARS = 600

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
    events: eventsProblem(draft.events),
  }
}

interface PlannedEvent {
  round: number
  text: string
}

const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '')

function toEvent(line: string): PlannedEvent | undefined {
  const [, round, text] = /^\s*(\d+)\s*:\s*(.*\S)/.exec(line) ?? []
  return round && text ? { round: Number(round), text } : undefined
}

/** Whether a round is one of the run's is the server's to judge: it alone knows how many there are. */
function eventsProblem(text: string): string | undefined {
  const written = lines(text)
  if (written.length > MAX_EVENTS)
    return `At most ${MAX_EVENTS.toLocaleString()} events can be planned.`
  for (const line of written) {
    const event = toEvent(line)
    if (!event) return `“${line}” is not of the form “5: What happens”.`
    if (characters(event.text) > MAX_EVENT_CHARS)
      return `The event of round ${event.round.toLocaleString()} is too long: at most ${MAX_EVENT_CHARS.toLocaleString()} characters.`
  }
  return undefined
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
    ...(draft.events.trim() !== '' && {
      events: lines(draft.events).flatMap((line) => toEvent(line) ?? []),
    }),
    ...(draft.economy && { economy: true }),
    ...(draft.recommender !== empty.recommender && { recommender: draft.recommender }),
  }
}
