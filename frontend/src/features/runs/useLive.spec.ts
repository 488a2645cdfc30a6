import { http, HttpResponse } from 'msw'
import { expect, it, vi } from 'vitest'
import { effectScope, ref, watch } from 'vue'
import { event } from '../../test/factories/event'
import { server } from '../../test/server'
import { useLive } from './useLive'

const EVENTS = 5_000

function post(seq: number): string {
  const data = event('post_created', { post: `p${seq}`, agent: 'a0', parent: null, text: 'x' }, seq)
  return `event: event\nid: ${seq}\ndata: ${JSON.stringify(data)}\n\n`
}

it('shows the newest of thousands of events at once, and redraws a few times only', async () => {
  const log = Array.from({ length: EVENTS }, (_, index) => post(index + 1)).join('')
  const done = 'event: status\ndata: {"status":"COMPLETED"}\n\n'
  server.use(
    http.get('/api/jobs/7/progress', () => {
      return new HttpResponse(log + done, { headers: { 'Content-Type': 'text/event-stream' } })
    }),
  )
  const scope = effectScope()
  const { live } = scope.run(() => useLive(ref(7), ref(true), () => undefined)) ?? expect.fail()
  let redrawn = 0
  watch(
    () => live.feed,
    () => (redrawn += 1),
    { deep: true, flush: 'sync' },
  )

  await vi.waitFor(
    () => {
      expect(live.feed[0]?.seq).toBe(EVENTS)
    },
    { timeout: 5_000 },
  )

  expect(live.feed).toHaveLength(200)
  expect(redrawn).toBeLessThan(20)
  scope.stop()
})

it('keeps what came from outside, however much happens after it', async () => {
  const news = (seq: number, source: string | object) => {
    const data = event(
      'exogenous',
      { source: source as string, text: `News ${seq}`, stances: [] },
      seq,
    )
    return `event: event\nid: ${seq}\ndata: ${JSON.stringify(data)}\n\n`
  }
  const viral = { viral_post: { post: 'p1' } }
  const posts = Array.from({ length: 500 }, (_, index) => post(index + 4)).join('')
  const log = news(1, 'scheduled') + news(2, viral) + news(3, 'injected') + posts
  const done = 'event: status\ndata: {"status":"COMPLETED"}\n\n'
  server.use(
    http.get('/api/jobs/7/progress', () => {
      return new HttpResponse(log + done, { headers: { 'Content-Type': 'text/event-stream' } })
    }),
  )
  const scope = effectScope()
  const { live } = scope.run(() => useLive(ref(7), ref(true), () => undefined)) ?? expect.fail()

  await vi.waitFor(() => {
    expect(live.feed[0]?.seq).toBe(503)
  })

  expect(live.outside.map(({ text }) => text)).toEqual(['News 3', 'News 1'])
  scope.stop()
})
