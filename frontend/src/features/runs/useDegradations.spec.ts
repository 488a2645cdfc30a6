import { expect, it } from 'vitest'
import { together } from './useDegradations'

it('tells a cause once, with all that follows from it', () => {
  const reasons = [
    'no model: the cast is by rules',
    '3 turns were skipped',
    'no model: so are minds',
  ]

  expect(together(reasons)).toBe(
    'no model: the cast is by rules, and so are minds; 3 turns were skipped',
  )
})
