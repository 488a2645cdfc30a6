import { expect, it } from 'vitest'
import { wordsFor, type Status } from './status'

it.each<[Status, string, boolean]>([
  ['DRAFT', 'Draft', false],
  ['PENDING', 'Waiting to start', false],
  ['PROVISIONING', 'Getting a host ready', false],
  ['RUNNING', 'Simulating', false],
  ['REPORTING', 'Writing the report', false],
  ['COMPLETED', 'Done', true],
  ['FAILED', 'Failed', true],
  ['CANCELLED', 'Cancelled', true],
])('says %s as “%s”', (status, label, isFinal) => {
  expect(wordsFor(status)).toMatchObject({ label, isFinal })
})
