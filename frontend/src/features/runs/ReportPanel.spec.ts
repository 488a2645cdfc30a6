import userEvent from '@testing-library/user-event'
import { screen, waitFor, within } from '@testing-library/vue'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import type { KnownEvent } from '../../api/event'
import { ada, event, post } from '../../test/factories/event'
import { content, report } from '../../test/factories/report'
import { renderInApp } from '../../test/harness'
import { server } from '../../test/server'
import ReportPanel from './ReportPanel.vue'

let log: KnownEvent[]

beforeEach(() => {
  log = [ada, post]
  server.use(
    http.get('/api/jobs/7/events', ({ request }) => {
      const query = new URL(request.url).searchParams
      const after = Number(query.get('after') ?? 0)
      const events = log.filter(
        ({ seq, type }) => seq > after && (query.get('type') ?? type) === type,
      )
      return HttpResponse.json({ events, last_seq: 99, next_after: null })
    }),
  )
})

function answer(body: object, status = 200): void {
  server.use(http.get('/api/jobs/7/report', () => HttpResponse.json(body, { status })))
}

function show(status = 'COMPLETED'): void {
  renderInApp(ReportPanel, { id: 7, status })
}

it('shows the verdict with its signals, and every kind of block', async () => {
  answer(report())
  show()

  await screen.findByText('Likely: it sails.')
  screen.getByText('80%')
  screen.getByText('Market price of yes · points to no')
  screen.getByText('Mean belief · points to neither side')
  screen.getByRole('heading', { name: 'Who spoke' })
  screen.getByText('Two spoke.')
  screen.getByRole('cell', { name: 'third' })
})

it('opens the evidence of a citation, and closes it again', async () => {
  answer(report())
  show()
  const user = userEvent.setup()

  await user.click(await screen.findByRole('button', { name: 'Evidence p1, round 2' }))
  const dialog = screen.getByRole('dialog')
  await within(dialog).findByText('It sails on Monday.')
  within(dialog).getByText('Ada')
  await user.click(within(dialog).getByRole('button', { name: 'Close' }))

  await waitFor(() => {
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})

it('shows the interval of a verdict of several runs, and opens evidence in the log of the right one', async () => {
  const { verdict } = content
  const citation = { label: 'r2:e9', event: 9, round: 2, agent: null, replicate: 2 }
  const interval = { low: 0.71, high: 0.87 }
  const pooled = {
    answer: { spans: [...verdict.answer.spans, { type: 'cite', citation }] },
    basis: [],
    signals: [{ ...verdict.signals[0], interval }],
    replicates: 4,
  }
  answer(report({ content: { ...content, verdict: pooled } as never }))
  const asked: string[] = []
  server.events.on('request:start', ({ request }) => {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname.endsWith('/events')) asked.push(searchParams.get('replicate') ?? '1')
  })
  show()

  await screen.findByRole('heading', { name: 'Verdict of 4 runs' })
  screen.getByText('71% to 87%')
  asked.length = 0
  await userEvent.click(screen.getByRole('button', { name: 'Evidence r2:e9, round 2' }))
  await within(screen.getByRole('dialog')).findByText('Event 9 of the log of run 2')
  await waitFor(() => {
    expect(asked).toEqual(['2', '2'])
  })
  server.events.removeAllListeners()
})

it('labels a degraded run', async () => {
  log.push(event('degraded', { what: 'rule_based_minds', reason: 'no model' }, 4, 0))
  answer(report())
  show()

  await screen.findByText(/This run is degraded: no model/)
})

it.each([
  [report({ status: 'writing', content: null }), 'The report is being written…'],
  [report({ status: 'pending', content: null }), 'The report waits for a writer…'],
  [
    report({ status: 'failed', content: null, reason: 'the log is torn' }),
    'The report could not be written: the log is torn',
  ],
])('says how far a report is that is not ready', async (body, sentence) => {
  answer(body)
  show()

  await screen.findByText(sentence)
})

it('waits where no report is asked for yet', async () => {
  answer({ detail: 'the report is not being written yet', code: 'not_available' }, 404)
  show('REPORTING')

  await screen.findByText('The report waits for a writer…')
})

it('asks for no report while the simulation runs, nor after it failed', () => {
  show('RUNNING')
  screen.getByText('The report is written when the simulation is over.')
  show('FAILED')
  screen.getByText('This simulation ended without a report.')
})
