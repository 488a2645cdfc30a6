// Events as somebody writes them: one in each line, as "round: what happens", or "round yes: what happens" where it is
// not for the text to say which way it points.

import type { Schemas } from '../../api/client'
import { characters } from './fieldRules'

const MAX_EVENTS = 20
const MAX_EVENT_CHARS = 600

const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '')

type Planned = Schemas['ExogenousEvent']

function toEvent(line: string): Planned | undefined {
  const [, round, points, text] =
    /^\s*(\d+)(?:\s+(yes|no|neither|text))?\s*:\s*(.*\S)/.exec(line) ?? []
  if (!round || !text) return undefined
  return {
    round: Number(round),
    text,
    ...(points && { points: points as Schemas['Pointing'] }),
  }
}

function toLine({ round, text, points }: Planned): string {
  const meant = points && points !== 'text' ? ` ${points}` : ''
  return `${round.toString()}${meant}: ${text}`
}

/** The text with what its so manieth event is said to mean. */
export function pointed(text: string, index: number, points: Schemas['Pointing']): string {
  let at = -1
  const rewritten = text.split('\n').map((line) => {
    const event = toEvent(line)
    if (event) at += 1
    return event && at === index ? toLine({ ...event, points }) : line
  })
  return rewritten.join('\n')
}

export function toEvents(text: string): Schemas['ExogenousEvent'][] {
  return lines(text).flatMap((line) => toEvent(line) ?? [])
}

/** Whether a round is one of the run's is the server's to judge: it alone knows how many there are. */
export function eventsProblem(text: string): string | undefined {
  const written = lines(text)
  if (written.length > MAX_EVENTS)
    return `At most ${MAX_EVENTS.toLocaleString()} events can be planned.`
  for (const line of written) {
    const event = toEvent(line)
    if (!event) return `“${line}” is not of the form “5: What happens”.`
    if (characters(event.text) > MAX_EVENT_CHARS)
      return `The event of round ${event.round.toLocaleString()} is too long: at most ${MAX_EVENT_CHARS.toLocaleString()} characters.`
  }
  return undefined
}
