import userEvent from '@testing-library/user-event'
import { screen, waitFor } from '@testing-library/vue'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { ada, post } from '../../test/factories/event'
import { job } from '../../test/factories/job'
import { renderInApp } from '../../test/harness'
import { server } from '../../test/server'
import RunPage from './RunPage.vue'

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
  const progress = { round: 3, rounds: 15, agents: 10, seq: 9, attempt: 1 }
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
  screen.getByText('round 3 of 15')
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
})

it('says why a simulation failed, and offers no cancelling', async () => {
  const reason = 'no host could be started'
  answer(
    job({ status: 'FAILED', error_message: reason }),
    frame('status', { status: 'FAILED', reason }),
  )
  renderInApp(RunPage, { id: '7', view: 'live' })

  expect((await screen.findByRole('alert')).textContent).toContain(reason)
  expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull()
})

it('says so when there is no such simulation', async () => {
  const refusal = { detail: 'there is no such job', code: 'not_found' }
  server.use(
    http.get('/api/jobs/7', () => HttpResponse.json(refusal, { status: 404 })),
    http.get('/api/jobs/7/progress', () => HttpResponse.json(refusal, { status: 404 })),
  )
  renderInApp(RunPage, { id: '7', view: '' })

  expect((await screen.findByRole('alert')).textContent).toContain('There is no such job.')
})
