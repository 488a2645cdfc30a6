import type { Schemas } from '../../api/client'

export function job(change: Partial<Schemas['Job']> = {}): Schemas['Job'] {
  return {
    id: 7,
    user_id: '1',
    seed_text: 'A short story.',
    seed_chars: 14,
    goal: 'Does the ferry sail?',
    tier: 'small',
    agents: 10,
    rounds: 15,
    seed: 1,
    forecast_days: 30,
    enrich_web: false,
    replicates: 1,
    settings: { events: 0, economy: false, recommender: 'interest', cast: 'model', beliefs: {} },
    status: 'COMPLETED',
    cancel_requested: false,
    sim_data_available: true,
    cost_usd: 0,
    created_at: '2026-01-02T03:04:05Z',
    ...change,
  }
}
