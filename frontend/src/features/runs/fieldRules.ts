// What can be told of a field before the server is asked.

export interface Range {
  min: number
  max: number
}

/** Up to here the server takes a seed of chance. */
export const SEEDS: Range = { min: 0, max: Number.MAX_SAFE_INTEGER }

export function numberProblem(text: string, { min, max }: Range): string | undefined {
  const number = Number(text)
  const fits = /^\s*\d+\s*$/.test(text) && number >= min && number <= max
  if (fits) return undefined
  return `Must be a whole number between ${min.toLocaleString()} and ${max.toLocaleString()}.`
}

/** The same of a number with decimals. */
export function decimalProblem(text: string, { min, max }: Range): string | undefined {
  const number = Number(text)
  const fits = /^\s*\d*\.?\d+\s*$/.test(text) && number >= min && number <= max
  if (fits) return undefined
  return `Must be a number between ${min.toLocaleString()} and ${max.toLocaleString()}, with a point before decimals.`
}

export function unlessEmpty(
  problem: (text: string, range: Range) => string | undefined,
  text: string,
  range: Range,
): string | undefined {
  return text.trim() === '' ? undefined : problem(text, range)
}

/** As the server counts them. */
export function characters(text: string): number {
  return Array.from(text).length
}
