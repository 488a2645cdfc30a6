// Events as somebody writes them: one in each line, as "round: what happens".

import type { Schemas } from '../../api/client'
import { characters } from './fieldRules'

const MAX_EVENTS = 20
const MAX_EVENT_CHARS = 600

const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '')

function toEvent(line: string): Schemas['ExogenousEvent'] | undefined {
  const [, round, text] = /^\s*(\d+)\s*:\s*(.*\S)/.exec(line) ?? []
  return round && text ? { round: Number(round), text } : undefined
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
