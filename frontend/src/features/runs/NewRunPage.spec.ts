import userEvent from '@testing-library/user-event'
import { screen, waitFor } from '@testing-library/vue'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it, vi } from 'vitest'
import { config, tiers } from '../../test/factories/instance'
import { job } from '../../test/factories/job'
import { renderInApp } from '../../test/harness'
import { server } from '../../test/server'
import NewRunPage from './NewRunPage.vue'

const asked = vi.fn()

beforeEach(() => {
  asked.mockReset()
  server.use(
    http.get('/api/tiers', () => HttpResponse.json(tiers)),
    http.get('/api/config', () => HttpResponse.json(config)),
    http.post('/api/jobs', async ({ request }) => {
      asked(await request.json())
      return HttpResponse.json(job({ status: 'PENDING' }), { status: 201 })
    }),
  )
})

async function fill(): Promise<void> {
  await screen.findByText('0 characters of 50', { exact: false })
  await userEvent.type(screen.getByLabelText('Document'), 'The ferry may not sail.')
  await userEvent.type(screen.getByLabelText('Question'), 'Does it sail?')
}

const launch = () => userEvent.click(screen.getByRole('button', { name: 'Launch' }))

it('offers the sizes that the server names, and sends the one that was picked', async () => {
  const { router } = renderInApp(NewRunPage)
  await fill()
  screen.getByText('10 agents, 15 rounds')

  await userEvent.click(screen.getByRole('radio', { name: /Large.*35 agents, 200 rounds/ }))
  await launch()

  await waitFor(() => {
    expect(router.currentRoute.value.name).toBe('run')
  })
  expect(asked).toHaveBeenCalledWith({
    seed_text: 'The ferry may not sail.',
    goal: 'Does it sail?',
    tier: 'large',
    forecast_days: 30,
    enrich_web: false,
    replicates: 1,
  })
})

it.each([
  ['Agents', 'ten', 'Must be a whole number between 2 and 50.'],
  ['Agents', '51', 'Must be a whole number between 2 and 50.'],
  ['Rounds', '1.5', 'Must be a whole number between 1 and 30.'],
  ['Runs', '33', 'Must be a whole number between 1 and 32.'],
  ['Open minds', '1', 'Must be a number between 0.01 and 0.99, with a point before decimals.'],
  [
    'Listening distance',
    '0,5',
    'Must be a number between 0.05 and 2, with a point before decimals.',
  ],
  ['Seed', '-1', 'Must be a whole number between 0 and 9,007,199,254,740,991.'],
])('does not launch with “%s: %s”, and shows why', async (label, text, sentence) => {
  renderInApp(NewRunPage)
  await fill()
  await userEvent.type(screen.getByLabelText(label), text)

  await launch()

  await screen.findByText(sentence)
  expect(screen.getByLabelText(label).closest('details')?.open).toBe(true)
  expect(document.activeElement).toBe(screen.getByLabelText(label))
  screen.getByText('Some of this was not accepted: see above.')
  expect(asked).not.toHaveBeenCalled()
})

it('asks for several runs where somebody wants them', async () => {
  renderInApp(NewRunPage)
  await fill()
  await userEvent.type(screen.getByLabelText('Runs'), '8')

  await launch()

  await waitFor(() => {
    expect(asked).toHaveBeenCalledWith(expect.objectContaining({ replicates: 8 }))
  })
})

it('does not send a document that is too long', async () => {
  renderInApp(NewRunPage)
  await fill()
  await userEvent.type(screen.getByLabelText('Document'), ' It may sail later, or never again.')

  await launch()

  await screen.findByText('Too long: at most 50 characters can be taken.')
  expect(asked).not.toHaveBeenCalled()
})

it('shows a refusal of the server where it belongs, also inside the closed part', async () => {
  const fields = [{ path: 'forecast_days', message: 'must be between 1 and 365' }]
  const refusal = { detail: 'forecast_days must …', code: 'invalid', fields }
  server.use(http.post('/api/jobs', () => HttpResponse.json(refusal, { status: 422 })))
  renderInApp(NewRunPage)
  await fill()

  await launch()

  await screen.findByText('Must be between 1 and 365.')
  expect(screen.getByLabelText('Days ahead').closest('details')?.open).toBe(true)
})

it('sends what was planned, and how the run is to be played', async () => {
  renderInApp(NewRunPage)
  await fill()
  const events = screen.getByLabelText('Events from outside')
  await userEvent.type(events, '2: The court: it has ruled.\n\n 10 : A storm.')
  await userEvent.selectOptions(screen.getByLabelText('Round 10: A storm.'), 'Points towards no')
  await userEvent.click(screen.getByRole('checkbox', { name: /An economy/ }))
  await userEvent.selectOptions(screen.getByLabelText('Feeds show'), 'The newest first')
  await userEvent.type(screen.getByLabelText('Open minds'), '.4')
  await userEvent.selectOptions(screen.getByLabelText('Cast found by'), 'Rules')

  await launch()

  await waitFor(() => {
    expect(asked).toHaveBeenCalledWith(
      expect.objectContaining({
        events: [
          { round: 2, text: 'The court: it has ruled.' },
          { round: 10, text: 'A storm.', points: 'no' },
        ],
        economy: true,
        recommender: 'chronological',
        beliefs: { openness: 0.4 },
        cast: 'rules',
      }),
    )
  })
})

it('does not launch with an event that has no round, and shows why', async () => {
  renderInApp(NewRunPage)
  await fill()
  await userEvent.type(screen.getByLabelText('Events from outside'), 'A storm.')

  await launch()

  await screen.findByText('“A storm.” is not of the form “5: What happens”.')
  expect(asked).not.toHaveBeenCalled()
})

it('shows which event the server refused', async () => {
  const fields = [
    { path: 'events.1', message: 'cannot happen: its round 99 is not one from 1 to 15' },
  ]
  const refusal = { detail: 'events.1 cannot …', code: 'invalid', fields }
  server.use(http.post('/api/jobs', () => HttpResponse.json(refusal, { status: 422 })))
  renderInApp(NewRunPage)
  await fill()

  await launch()

  await screen.findByText('Number 2 cannot happen: its round 99 is not one from 1 to 15.')
  expect(screen.getByLabelText('Events from outside').closest('details')?.open).toBe(true)
})
