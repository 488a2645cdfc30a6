import userEvent from '@testing-library/user-event'
import { screen, waitFor } from '@testing-library/vue'
import { http, HttpResponse } from 'msw'
import { expect, it, vi } from 'vitest'
import { ada, event, post } from '../../test/factories/event'
import { job } from '../../test/factories/job'
import { renderInApp } from '../../test/harness'
import { server } from '../../test/server'
import RunPage from './RunPage.vue'

const played = { round: 3, rounds: 15, agents: 10, seq: 9, attempt: 1 }
const frame = (type: string, data: object) => `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`

/** A job and its stream, which stays open unless its last status is final. */
function answer(body: object, ...frames: string[]): void {
  server.use(
    http.get('/api/jobs/7', () => HttpResponse.json(body)),
    http.get('/api/jobs/7/progress', () => {
      const stream = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(frames.join('')))
          if (frames.join('').includes('FAILED')) controller.close()
        },
      })
      return new HttpResponse(stream, { headers: { 'Content-Type': 'text/event-stream' } })
    }),
  )
}

it('shows a running simulation with its progress and its feed', async () => {
  const progress = { ...played, replicate: 1, replicates: 1 }
  answer(
    job({ status: 'RUNNING' }),
    frame('status', { status: 'RUNNING' }),
    frame('progress', progress),
    frame('event', ada),
    frame('event', post),
  )
  renderInApp(RunPage, { id: '7', view: '' })

  await screen.findByText('It sails on Monday.')
  screen.getByText('Simulating')
  screen.getByText(/Round 3 of 15,\s+10 agents/)
})

it('shows which of several runs plays, and no answer yet', async () => {
  answer(
    job({ status: 'RUNNING', replicates: 8 }),
    frame('status', { status: 'RUNNING' }),
    frame('progress', { ...played, replicate: 2, replicates: 8 }),
  )
  renderInApp(RunPage, { id: '7', view: 'live' })

  await screen.findByText(/Run 2 of 8 · Round 3 of 15/)
  screen.getByText('Up to 8 runs')
})

it('shows what several runs say together, and how many were played', async () => {
  const forecast = { probability: 0.64, low: 0.6, high: 0.68, level: 0.9 }
  const ensemble = { planned: 20, replicates: 9, stopped_early: true, failed: [], forecast }
  answer(job({ status: 'FAILED', replicates: 20, ensemble }), frame('status', { status: 'FAILED' }))
  renderInApp(RunPage, { id: '7', view: 'live' })

  await screen.findByText('64% (90% interval 60% to 68%) · 9 of 20 runs; no more were needed')
})

it('says who is the likeliest, and which run is missing', async () => {
  const forecast = { probability: 0.64, low: 0.6, high: 0.68, level: 0.9 }
  const failed = [{ replicate: 2, reason: 'The simulation gave up' }]
  const likeliest = 'Ann will win.'
  const ensemble = { planned: 3, replicates: 2, stopped_early: false, failed, likeliest, forecast }
  answer(job({ status: 'FAILED', replicates: 3, ensemble }), frame('status', { status: 'FAILED' }))
  renderInApp(RunPage, { id: '7', view: 'live' })

  await screen.findByText('Ann will win. 64% (90% interval 60% to 68%) · 2 of 3 runs')
  screen.getByText(
    'This simulation is degraded: Run 2 failed: The simulation gave up. The answer is pooled from 2 of 3 runs.',
  )
})

it('cancels a live simulation when asked to', async () => {
  let asked = false
  answer(job({ status: 'RUNNING' }), frame('status', { status: 'RUNNING' }))
  server.use(
    http.post('/api/jobs/7/cancel', () => {
      asked = true
      return HttpResponse.json(job({ status: 'RUNNING', cancel_requested: true }), { status: 202 })
    }),
  )
  renderInApp(RunPage, { id: '7', view: 'live' })

  await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }))

  await waitFor(() => {
    expect(asked).toBe(true)
  })
  // Its host is torn down first: until then it still runs, and cannot be cancelled twice.
  const button = await screen.findByRole<HTMLButtonElement>('button', { name: 'Cancelling…' })
  expect(button.disabled).toBe(true)
})

it('keeps what it shows when the server goes away', async () => {
  answer(job({ status: 'RUNNING' }), frame('status', { status: 'RUNNING' }), frame('event', post))
  const { queryClient } = renderInApp(RunPage, { id: '7', view: 'live' })
  await screen.findByText('It sails on Monday.')
  server.use(http.get('/api/jobs/7', () => new HttpResponse(null, { status: 502 })))

  await queryClient.refetchQueries()

  screen.getByText('It sails on Monday.')
})

it('says that there will be no graph of a run that ended without one', async () => {
  answer(
    job({ status: 'FAILED', sim_data_available: false }),
    frame('status', { status: 'FAILED' }),
  )
  renderInApp(RunPage, { id: '7', view: 'graph' })

  await screen.findByText('This simulation ended without a graph.')
})

it('says why a simulation failed, and offers no cancelling', async () => {
  const reason = 'no host could be started'
  answer(
    job({ status: 'FAILED', error_message: reason }),
    frame('status', { status: 'FAILED', reason }),
  )
  renderInApp(RunPage, { id: '7', view: 'live' })

  expect((await screen.findByRole('alert')).textContent).toContain('No host could be started.')
  expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull()
})

it('reads no log to show the report of a run that is over', async () => {
  const followed = vi.fn(() => HttpResponse.json({}))
  server.use(
    http.get('/api/jobs/7', () => HttpResponse.json(job({ status: 'FAILED', error_message: 'x' }))),
    http.get('/api/jobs/7/progress', followed),
  )
  renderInApp(RunPage, { id: '7', view: 'report' })

  expect((await screen.findByRole('alert')).textContent).toBe('X.')
  expect(followed).not.toHaveBeenCalled()
})

it('says so when there is no such simulation', async () => {
  const refusal = { detail: 'there is no such job', code: 'not_found' }
  server.use(
    http.get('/api/jobs/7', () => HttpResponse.json(refusal, { status: 404 })),
    http.get('/api/jobs/7/progress', () => HttpResponse.json(refusal, { status: 404 })),
  )
  renderInApp(RunPage, { id: '7', view: '' })

  expect((await screen.findByRole('alert')).textContent).toContain('There is no such simulation')
})

it('tells the agents of a running simulation something, and shows what they hear', async () => {
  const asked = vi.fn()
  const news = event('exogenous', {
    source: 'injected',
    text: 'The mayor resigns.',
    stances: [{ issue: 'i0', position: -0.8 }],
    stances_read: true,
  })
  answer(
    job({ status: 'RUNNING' }),
    frame('status', { status: 'RUNNING' }),
    frame('event', news),
    frame('progress', { round: 3, rounds: 15, agents: 10, seq: 9, attempt: 1 }),
  )
  server.use(
    http.post('/api/jobs/7/events', async ({ request }) => {
      asked(await request.json())
      const told = { id: 'x', text: 'A storm.', audience: 'everybody', credibility: 1, shifts: [] }
      return HttpResponse.json(told, { status: 202 })
    }),
  )
  renderInApp(RunPage, { id: '7', view: 'live' })
  const outside = await screen.findByRole('region', { name: 'What came from outside' })
  expect(outside.textContent).toContain('The mayor resigns.')
  expect(outside.textContent).toContain('Points towards no, as its text reads.')
  const field = screen.getByLabelText<HTMLInputElement>('Tell the agents something', {
    selector: 'input',
  })

  await userEvent.type(field, 'A storm.')
  await userEvent.selectOptions(screen.getByLabelText('What it means'), 'yes')
  await userEvent.click(screen.getByRole('button', { name: 'Tell' }))

  await screen.findByText(/It is passed on/)
  const key = expect.any(String) as string
  expect(asked).toHaveBeenCalledWith({ text: 'A storm.', points: 'yes', key })
  expect(field.value).toBe('')
})

it('keeps what could not be told, and sends it again as the same event', async () => {
  const keys: unknown[] = []
  answer(job({ status: 'RUNNING' }), frame('status', { status: 'RUNNING' }))
  server.use(
    http.post('/api/jobs/7/events', async ({ request }) => {
      keys.push(((await request.json()) as { key: string }).key)
      return new HttpResponse(null, { status: 502 })
    }),
  )
  renderInApp(RunPage, { id: '7', view: 'live' })
  const tell = await screen.findByRole('button', { name: 'Tell' })
  await userEvent.type(
    screen.getByLabelText('Tell the agents something', { selector: 'input' }),
    'A storm.',
  )

  await userEvent.click(tell)
  await screen.findByText('The server is away. Try again in a moment.')
  await userEvent.click(tell)

  await waitFor(() => {
    expect(keys).toHaveLength(2)
  })
  expect(keys[0]).toBe(keys[1])
})

it('offers nobody to be told once a simulation is over', async () => {
  answer(job({ status: 'FAILED' }), frame('status', { status: 'FAILED' }))
  renderInApp(RunPage, { id: '7', view: 'live' })

  await screen.findByText('Nothing happened.')
  expect(screen.queryByRole('button', { name: 'Tell' })).toBeNull()
})

it('shows what a fork was played on from', async () => {
  const forked = { from: 'x', job: 5, round: 4 }
  answer(job({ status: 'FAILED', forked }), frame('status', { status: 'FAILED' }))
  renderInApp(RunPage, { id: '7', view: 'live' })

  const link = await screen.findByRole('link', { name: 'another simulation' })
  expect(link.getAttribute('href')).toContain('/run/5')
  const sentence = link.parentElement?.textContent.replace(/\s+/g, ' ').trim()
  expect(sentence).toBe('Played on from another simulation, after its round 4.')
})

it('says that what a fork was played on from is deleted', async () => {
  const forked = { from: null, job: null, round: 0 }
  answer(job({ status: 'FAILED', forked }), frame('status', { status: 'FAILED' }))
  renderInApp(RunPage, { id: '7', view: 'live' })

  await screen.findByText(/Played on from\s+a simulation that is deleted,\s+from its start/)
})

it('has a view of the economy where there is one', async () => {
  const settings = {
    events: 0,
    economy: true,
    recommender: 'interest' as const,
    cast: 'model' as const,
    beliefs: {},
  }
  answer(
    job({ status: 'FAILED', settings, sim_data_available: false }),
    frame('status', { status: 'FAILED' }),
  )
  renderInApp(RunPage, { id: '7', view: 'economy' })

  await screen.findByText('This simulation ended without an economy.')
  screen.getByRole('link', { name: 'Economy' })
})
