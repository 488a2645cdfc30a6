import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { event } from '../../test/factories/event'
import { server } from '../../test/server'
import { readLog } from './readLog'

const late = event('degraded', { what: 'mind', reason: 'no model' }, 900, 60)

/** A log of three stretches; the second one holds none of what is asked for. */
function serve(): number[] {
  const cursors: number[] = []
  server.use(
    http.get('/api/jobs/7/events', ({ request }) => {
      const after = Number(new URL(request.url).searchParams.get('after'))
      cursors.push(after)
      const events = after === 600 ? [late] : []
      const next_after = after === 600 ? null : after + 300
      return HttpResponse.json({ events, last_seq: 900, next_after })
    }),
  )
  return cursors
}

it('reads on to the end of the log', async () => {
  serve()

  expect(await readLog(7, 'degraded', new AbortController().signal)).toEqual([late])
})

it('reads no further than the first stretch where that is all there can be', async () => {
  const cursors = serve()

  await readLog(7, 'agent_cast', new AbortController().signal, 'first')

  expect(cursors).toEqual([0])
})
