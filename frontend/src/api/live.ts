// A job's live stream: server-sent events over fetch, because EventSource can send no header. A lost
// connection is taken up again after the last event that arrived.

import { createParser } from 'eventsource-parser'
import { fetchSignedIn } from './client'
import { Problem, problemOf } from './problem'

export interface LiveEvent {
  type: string
  data: unknown
}

export interface Follower {
  event: (event: LiveEvent) => void
  /** Whether the connection is gone and a first attempt to have it back has failed. */
  lost: (isLost: boolean) => void
}

const RECONNECT_MS = [500, 1000, 2000, 5000]

/** Tells `follower` of each event until the stream ends after a final status, or `signal` aborts. */
export async function followLive(
  url: string,
  follower: Follower,
  signal: AbortSignal,
): Promise<void> {
  let lastEventId = ''
  let failures = 0
  while (!signal.aborted) {
    try {
      const ended = await readOnce()
      if (ended) return
      failures = 0
    } catch (error) {
      if (isRefusal(error)) throw error
    }
    follower.lost(failures > 0)
    await wait(RECONNECT_MS[Math.min(failures++, RECONNECT_MS.length - 1)] ?? 5000, signal)
  }

  async function readOnce(): Promise<boolean> {
    const headers = lastEventId === '' ? {} : { 'Last-Event-ID': lastEventId }
    const response = await fetchSignedIn(
      new Request(new URL(url, location.origin), { headers, signal }),
    )
    if (!response.ok) {
      throw problemOf(response.status, await response.json().catch(() => undefined))
    }
    follower.lost(false)
    let final = false
    const parser = createParser({
      onEvent(message) {
        if (message.id !== undefined) lastEventId = message.id
        const event = {
          type: message.event ?? 'message',
          data: JSON.parse(message.data) as unknown,
        }
        final = isFinal(event)
        follower.event(event)
      },
    })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      parser.feed(part.value)
    }
    return final
  }
}

function isFinal({ type, data }: LiveEvent): boolean {
  const finals: unknown[] = ['COMPLETED', 'FAILED', 'CANCELLED']
  return (
    type === 'status' &&
    typeof data === 'object' &&
    data !== null &&
    'status' in data &&
    finals.includes(data.status)
  )
}

/** A refusal stays one; a server that is away or busy is asked again. */
function isRefusal(error: unknown): boolean {
  return error instanceof Problem && error.status < 500 && error.status !== 429
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve()
      return
    }
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}
