// Leaving a run after one of its rounds, with a change.

import { computed, reactive, ref, type Ref } from 'vue'
import type { Schemas } from '../../api/client'
import { fieldProblem, itemProblem } from '../../api/problem'
import { numberProblem, SEEDS, unlessEmpty } from './fieldRules'
import { eventsProblem, toEvents } from './plannedEvents'
import { useTiers } from './useInstance'
import { useForkRun } from './useRuns'

type Field = keyof Schemas['ForkJob']

interface ForkDraft {
  round: string
  replicate: string
  seed: string
  rounds: string
  events: string
  /** Empty: as it was. */
  recommender: Schemas['Recommender'] | ''
}

export function useFork(job: Ref<Schemas['Job']>) {
  const draft = reactive<ForkDraft>({
    round: '',
    replicate: '',
    seed: '',
    rounds: '',
    events: '',
    recommender: '',
  })
  const fork = useForkRun(computed(() => job.value.id))
  const found = ref<Partial<Record<Field, string | undefined>>>({})

  const { data: tiers } = useTiers()
  const hasOtherRounds = computed(() => draft.rounds.trim() !== '')
  /** The last round that can be left: where none are added there is nothing to play after the last one of all. */
  const lastRound = computed(() =>
    Math.max(0, hasOtherRounds.value ? job.value.rounds : job.value.rounds - 1),
  )
  /** What the server takes; the most is not known before the tiers are. */
  const rounds = computed(() => {
    const tier = tiers.value?.find(({ tier }) => tier === job.value.tier)
    const least = tier?.rounds.min ?? 1
    const left = numberProblem(draft.round, { min: 0, max: lastRound.value })
      ? 0
      : Number(draft.round)
    return {
      min: Math.max(least, left + 1),
      max: tier?.rounds.max ?? Number.MAX_SAFE_INTEGER,
    }
  })
  const isSound = computed(() => Object.values(found.value).every((problem) => !problem))

  const problemOf = (field: Field): string | undefined =>
    found.value[field] ??
    fieldProblem(fork.error.value, field) ??
    itemProblem(fork.error.value, field)

  function request(): Schemas['ForkJob'] {
    return {
      round: Number(draft.round),
      replicate: draft.replicate.trim() === '' ? 1 : Number(draft.replicate),
      events: toEvents(draft.events),
      ...(draft.seed.trim() !== '' && { seed: Number(draft.seed) }),
      ...(hasOtherRounds.value && { rounds: Number(draft.rounds) }),
      ...(draft.recommender !== '' && { recommender: draft.recommender }),
    }
  }

  /** The new job, or undefined where something is wrong with what was asked. */
  async function send(): Promise<Schemas['Job'] | undefined> {
    fork.reset()
    found.value = {
      round: numberProblem(draft.round, { min: 0, max: lastRound.value }),
      replicate: unlessEmpty(numberProblem, draft.replicate, {
        min: 1,
        max: job.value.replicates,
      }),
      seed: unlessEmpty(numberProblem, draft.seed, SEEDS),
      rounds: unlessEmpty(numberProblem, draft.rounds, rounds.value),
      events: eventsProblem(draft.events),
    }
    if (!isSound.value) return undefined
    return fork.mutateAsync(request()).catch(() => undefined)
  }

  return { draft, lastRound, isSound, problemOf, send, error: fork.error, isBusy: fork.isPending }
}
