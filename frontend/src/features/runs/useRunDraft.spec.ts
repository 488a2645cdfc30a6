import { expect, it } from 'vitest'
import { nextTick } from 'vue'
import { toRequest, useRunDraft } from './useRunDraft'

it('survives a reload', async () => {
  useRunDraft().draft.document = 'A long story'
  await nextTick()

  expect(useRunDraft().draft.document).toBe('A long story')
})

it('is forgotten once launched', async () => {
  const { draft, forget } = useRunDraft()
  draft.document = 'A long story'
  await nextTick()
  forget()
  await nextTick()

  expect(useRunDraft().draft.document).toBe('')
})

it('is empty again after what was stored makes no sense', () => {
  sessionStorage.setItem('simswarm.draft', '{')

  expect(useRunDraft().draft.question).toBe('')
})

it('leaves to the server what was left empty', () => {
  const { draft } = useRunDraft()
  draft.seed = '42'

  expect(toRequest(draft)).toEqual({
    seed_text: '',
    goal: '',
    tier: 'small',
    forecast_days: 30,
    enrich_web: false,
    replicates: 1,
    seed: 42,
  })
})
