// The report's content as the page reads it: the OpenAPI document leaves it open. The types follow
// crates/report/src/model.rs.

export interface ReportContent {
  title: string
  question: string
  verdict: Verdict
  sections: Section[]
}

export interface Verdict {
  answer: Claim
  basis: Claim[]
  signals: Signal[]
  /** How many runs it is pooled from, if not one. */
  replicates?: number
}

export interface Signal {
  name: string
  /** 0 … 1 for a poll and a market, −1 … 1 for beliefs. */
  value: number
  direction: -1 | 0 | 1
  /** Where the value of infinitely many runs lies, if several were pooled. */
  interval?: { low: number; high: number }
}

export interface Section {
  id: string
  title: string
  blocks: Block[]
}

export type Block =
  | { type: 'heading'; text: Claim }
  | { type: 'paragraph'; claims: Claim[] }
  | { type: 'list'; items: Claim[] }
  | { type: 'table'; columns: string[]; rows: Claim[][] }

export interface Claim {
  spans: Span[]
}

export type Span =
  | { type: 'words' | 'verbatim' | 'number'; text: string }
  | { type: 'quote'; text: string; citation: Citation }
  | { type: 'cite'; citation: Citation }

export interface Citation {
  label: string
  /** Number of the event that it points at. */
  event: number
  round: number
  agent: string | null
  /** In the log of which of the job's runs, from 1; of the first one if it is not said. */
  replicate?: number
}
