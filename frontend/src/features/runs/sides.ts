// Which way an event from outside points, in words and as somebody chooses it.

import type { Schemas } from '../../api/client'

/** What can be chosen. */
export const pointings: Record<Schemas['Pointing'], string> = {
  text: 'Decide from the text',
  yes: 'Points towards yes',
  no: 'Points towards no',
  neither: 'Points neither way',
}

export const POINTING_HINT =
  'Yes and no count for what the text names of the question; if it names nothing of it, for its first part.'

interface Sided {
  stances: { issue: string; position: number }[]
  stances_read?: boolean
}

export function noSide({ stances_read: isRead }: Sided): string {
  return `Takes no side on what is at issue${isRead ? ', as its text reads' : ''}`
}

/** The side that it took on each issue, and who says so. */
export function sidesOf(item: Sided, issues?: ReadonlyMap<string, string>): string {
  if (item.stances.length === 0) return `${noSide(item)}.`
  const source = item.stances_read ? 'as its text reads' : 'as it was given'
  const sides = item.stances.map(({ issue, position }) => {
    const proposition = issues?.get(issue)
    const on = proposition ? ` on “${proposition}”` : ''
    return `${position < 0 ? 'no' : 'yes'}${on}`
  })
  return `Points towards ${sides.join(', ')}, ${source}.`
}
