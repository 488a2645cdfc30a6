import userEvent from '@testing-library/user-event'
import { screen, waitFor } from '@testing-library/vue'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it, vi } from 'vitest'
import { tiers } from '../../test/factories/instance'
import { job } from '../../test/factories/job'
import { renderInApp } from '../../test/harness'
import { server } from '../../test/server'
import ForkPanel from './ForkPanel.vue'

const asked = vi.fn()
const played = { run_id: 'x', round: 15, max_rounds: 15, seq: 99, attempt: 1, replicate: 1 }

beforeEach(() => {
  asked.mockReset()
  server.use(
    http.get('/api/tiers', () => HttpResponse.json(tiers)),
    http.post('/api/jobs/7/fork', async ({ request }) => {
      asked(await request.json())
      return HttpResponse.json(job({ id: 8, status: 'PENDING' }), { status: 201 })
    }),
  )
})

function show(change = {}, isOver = true) {
  return renderInApp(ForkPanel, { job: job({ live_status: played, ...change }), isOver })
}

const send = () => userEvent.click(screen.getByRole('button', { name: 'Play on from there' }))

it('leaves a run after a round with what was changed, and goes to the new simulation', async () => {
  const { router } = show()
  await userEvent.type(screen.getByLabelText('Leave after round'), '7')
  await userEvent.type(screen.getByLabelText('Seed'), '42')
  await userEvent.type(screen.getByLabelText('Rounds'), '20')
  await userEvent.type(screen.getByLabelText('Further events from outside'), '9: A storm.')
  await userEvent.selectOptions(screen.getByLabelText('Feeds show'), 'The newest first')

  await send()

  await waitFor(() => {
    expect(router.currentRoute.value.params.id).toBe('8')
  })
  expect(asked).toHaveBeenCalledWith({
    round: 7,
    replicate: 1,
    seed: 42,
    rounds: 20,
    events: [{ round: 9, text: 'A storm.' }],
    recommender: 'chronological',
  })
})

it('leaves to the server what stays as it was', async () => {
  show({ replicates: 8 })
  await userEvent.type(screen.getByLabelText('Leave after round'), '0')
  await userEvent.type(screen.getByLabelText('Of run'), '3')

  await send()

  await waitFor(() => {
    expect(asked).toHaveBeenCalledWith({ round: 0, replicate: 3, events: [] })
  })
})

it('goes on after the last round where rounds are added', async () => {
  show()
  await userEvent.type(screen.getByLabelText('Leave after round'), '15')
  await userEvent.type(screen.getByLabelText('Rounds'), '18')

  await send()

  await waitFor(() => {
    expect(asked).toHaveBeenCalledWith({ round: 15, replicate: 1, rounds: 18, events: [] })
  })
})

it.each([
  ['Leave after round', ' ', 'Must be a whole number between 0 and 14.'],
  ['Leave after round', '15', 'Must be a whole number between 0 and 14.'],
  ['Rounds', '3', 'Must be a whole number between 4 and 30.'],
  ['Rounds', '31', 'Must be a whole number between 4 and 30.'],
  ['Seed', 'x', 'Must be a whole number between 0 and 9,007,199,254,740,991.'],
  ['Further events from outside', 'A storm.', '“A storm.” is not of the form “5: What happens”.'],
])('asks nothing with “%s: %s”, and shows why', async (label, text, sentence) => {
  show()
  if (label !== 'Leave after round')
    await userEvent.type(screen.getByLabelText('Leave after round'), '3')
  await userEvent.type(screen.getByLabelText(label), text)

  await send()

  await screen.findByText(sentence)
  expect(document.activeElement).toBe(screen.getByLabelText(label))
  expect(asked).not.toHaveBeenCalled()
})

it('shows what the server refuses at its field, and what is of no field below', async () => {
  const message = 'cannot happen: its round must be after round 7'
  const fields = [{ path: 'events.0', message }]
  const refuse = (body: object, status: number) => {
    server.use(http.post('/api/jobs/7/fork', () => HttpResponse.json(body, { status })))
  }
  show()
  await userEvent.type(screen.getByLabelText('Leave after round'), '7')
  await userEvent.type(screen.getByLabelText('Further events from outside'), '2: A storm.')

  refuse({ detail: 'events.0 cannot …', code: 'invalid', fields }, 422)
  await send()
  await screen.findByText('Number 1 cannot happen: its round must be after round 7.')

  refuse(
    { detail: 'round 7 is not played yet: 4 is the last one that is', code: 'no_checkpoint' },
    409,
  )
  await send()
  await screen.findByText('Round 7 is not played yet: 4 is the last one that is.')
})

it.each([
  [{}, false, /When the simulation is over/],
  [{ live_status: { ...played, seq: 0, round: 0 } }, true, /ended before anything was played/],
])('offers no form where there is nothing to leave', (change, isOver, sentence) => {
  show(change, isOver)

  screen.getByText(sentence)
  expect(screen.queryByRole('button')).toBeNull()
})
