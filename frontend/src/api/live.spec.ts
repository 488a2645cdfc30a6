import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { server } from '../test/server'
import { followLive, type LiveEvent } from './live'

const url = '/api/jobs/7/progress'
const done = 'event: status\ndata: {"status":"COMPLETED"}\n\n'

function stream(...parts: string[]): HttpResponse<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const part of parts) controller.enqueue(encoder.encode(part))
      controller.close()
    },
  })
  return new HttpResponse(body, { headers: { 'Content-Type': 'text/event-stream' } })
}

const losses: boolean[] = []

async function follow(): Promise<LiveEvent[]> {
  const seen: LiveEvent[] = []
  losses.length = 0
  const follower = {
    event: (event: LiveEvent) => seen.push(event),
    lost: (isLost: boolean) => losses.push(isLost),
  }
  await followLive(url, follower, new AbortController().signal)
  return seen
}

it('reads events that arrive in pieces, and ends at a final status', async () => {
  server.use(http.get(url, () => stream('event: event\nid: 4\nda', 'ta: {"seq":4}\n\n', done)))

  expect(await follow()).toEqual([
    { type: 'event', data: { seq: 4 } },
    { type: 'status', data: { status: 'COMPLETED' } },
  ])
})

it('takes a lost connection up again after the last event', async () => {
  const resumedAfter: (string | null)[] = []
  server.use(
    http.get(url, ({ request }) => {
      resumedAfter.push(request.headers.get('Last-Event-ID'))
      if (resumedAfter.length === 1) return stream('event: event\nid: 12\ndata: {"seq":12}\n\n')
      if (resumedAfter.length === 2)
        return HttpResponse.json({ detail: 'x', code: 'unavailable' }, { status: 503 })
      return stream(done)
    }),
  )

  await follow()

  expect(resumedAfter).toEqual([null, '12', '12'])
  // Connected, ended, refused once, connected again.
  expect(losses).toEqual([false, false, true, false])
})

it('gives up at a refusal', async () => {
  const refusal = { detail: 'there is no such job', code: 'not_found' }
  server.use(http.get(url, () => HttpResponse.json(refusal, { status: 404 })))

  await expect(follow()).rejects.toThrow('there is no such job')
})

it('ends quietly when the watcher leaves', async () => {
  server.use(http.get(url, () => stream('event: progress\ndata: {}\n\n')))
  const controller = new AbortController()

  await followLive(
    url,
    {
      event: () => {
        controller.abort()
      },
      lost: () => undefined,
    },
    controller.signal,
  )

  expect(controller.signal.aborted).toBe(true)
})
