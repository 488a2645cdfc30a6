// The artifacts that the page shows, as files: the OpenAPI document only names them. The types follow crates/projection/src.

/** What each file holds that the page reads. */
export interface Artifacts {
  news: NewsItem[]
  /** Null where the run has none. */
  economy: Economy | null
}

export interface NewsItem {
  round_num: number
  source: NewsSource
  text: string
  /** How many agents it was for. */
  audience: number
  /** Which side it takes on which issues. */
  stances: { issue: string; position: number }[]
  /** Whether that was read from its text. Missing in files of before. */
  stances_read?: boolean
  moved: MovedOnIssue[]
  /** The number of its event, as `e12`. */
  event: string
}

export type NewsSource =
  | 'scheduled'
  | 'injected'
  | { viral_post: { post: string } }
  | { price_move: { market: string; from: number; to: number } }
  | { metric_change: { metric: string; from: number; to: number } }

export interface MovedOnIssue {
  issue: string
  agents: number
  /** Missing in files of before. */
  furthest?: { agent: string; name: string; by: number }[]
}

export interface Metrics {
  average_price: number
  /** Share of the labour force, 0 … 1. */
  unemployment: number
  output: number
  sales: number
  investment: number
}

export interface EconomyRound extends Metrics {
  round_num: number
  tax_rate: number
  benefit: number
}

export interface Economy {
  firms: string[]
  authorities: string[]
  labour_force: number
  money: number
  opening: Metrics
  rounds: EconomyRound[]
}
