// Leaving a run after one of its rounds, with a change.

import { computed, reactive, ref, type Ref } from 'vue'
import type { Schemas } from '../../api/client'
import { fieldProblem, itemProblem } from '../../api/problem'
import { numberProblem, SEEDS, unlessEmpty } from './fieldRules'
import { eventsProblem, toEvents } from './plannedEvents'
import { useForkRun } from './useRuns'

type Field = keyof Schemas['ForkJob']

interface ForkDraft {
  round: string
  replicate: string
  seed: string
  events: string
  /** Empty: as it was. */
  recommender: Schemas['Recommender'] | ''
}

export function useFork(job: Ref<Schemas['Job']>) {
  const draft = reactive<ForkDraft>({
    round: '',
    replicate: '',
    seed: '',
    events: '',
    recommender: '',
  })
  const fork = useForkRun(computed(() => job.value.id))
  const found = ref<Partial<Record<Field, string | undefined>>>({})

  /** The last round that can be left: after the last one of all there is nothing to play. */
  const lastRound = computed(() => Math.max(0, job.value.rounds - 1))
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
      events: eventsProblem(draft.events),
    }
    if (!isSound.value) return undefined
    return fork.mutateAsync(request()).catch(() => undefined)
  }

  return { draft, lastRound, isSound, problemOf, send, error: fork.error, isBusy: fork.isPending }
}
