// The report's content as the page reads it: the OpenAPI document leaves it open. The types follow
// crates/report/src/model.rs.

export interface ReportContent {
  title: string
  question: string
  verdict: { answer: Claim; basis: Claim[]; signals: Signal[] }
  sections: Section[]
}

export interface Signal {
  name: string
  /** 0 … 1 for a poll and a market, −1 … 1 for beliefs. */
  value: number
  direction: -1 | 0 | 1
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
}
