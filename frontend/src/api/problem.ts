// The one error shape of the API, as an error that a page can show.

export interface FieldProblem {
  path: string
  message: string
}

/** A call that failed: with the server's own sentence where it gave one. */
export class Problem extends Error {
  override name = 'Problem'

  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly fields: FieldProblem[] = [],
  ) {
    super(detail)
  }
}

/** The problem in an answer's body; a sentence of our own where the body is not ours (a proxy's page). */
export function problemOf(status: number, body: unknown): Problem {
  if (typeof body === 'object' && body !== null && 'detail' in body && 'code' in body) {
    const { detail, code } = body
    const fields = 'fields' in body && Array.isArray(body.fields) ? body.fields : []
    return new Problem(status, String(code), String(detail), fields as FieldProblem[])
  }
  // A proxy's page: the server behind it is away, or starting.
  if ([502, 503, 504].includes(status)) {
    return new Problem(status, 'away', 'The server is away. Try again in a moment.')
  }
  return new Problem(status, 'unknown', `The server answered ${status} without saying why.`)
}

/** What the server says about one field, if it refused it. */
export function fieldProblem(error: unknown, path: string): string | undefined {
  if (!(error instanceof Problem)) return undefined
  const found = error.fields.find((field) => field.path === path)
  return found && asSentence(found.message)
}

/** What the server says about an item of a field that holds a list of them, counted from 1 as people do. */
export function itemProblem(error: unknown, path: string): string | undefined {
  if (!(error instanceof Problem)) return undefined
  for (const field of error.fields) {
    const [list, index] = field.path.split('.')
    if (list === path && index && /^\d+$/.test(index))
      return asSentence(`Number ${(Number(index) + 1).toLocaleString()} ${field.message}`)
  }
  return undefined
}

/** What the server says, as a page says it: it begins with a capital and ends with a full stop. */
export function asSentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`
}

/** What stands below a form whose fields say what is wrong with them. */
export const SEE_ABOVE = 'Some of this was not accepted: see above.'

/** What to show for anything that was thrown. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Problem) {
    return error.fields.length > 0 ? SEE_ABOVE : asSentence(error.message)
  }
  return 'The server cannot be reached. Check the connection and try again.'
}
