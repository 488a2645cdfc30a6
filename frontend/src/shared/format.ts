// Numbers, dates and counts as the reader's browser writes them.

const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 })
const signed = new Intl.NumberFormat('en', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  signDisplay: 'exceptZero',
})

export function formatDate(iso: string): string {
  return dateTime.format(new Date(iso))
}

/** A share of 0 … 1 as a percentage. */
export function formatPercent(share: number): string {
  return percent.format(share)
}

/** A position of −1 … 1, with its sign: a minus, as the report writes it, not a hyphen. */
export function formatSigned(position: number): string {
  return signed.format(position).replace('-', '−')
}

const amount = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 })

/** An amount of money or of things: two decimals at the most. */
export function formatAmount(value: number): string {
  return amount.format(value)
}

/** `1 post`, `2 posts`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString()} ${number === 1 ? one : many}`
}
