import type { Schemas } from '../../api/client'

const range = (min: number, usual: number, max: number) => ({ min, default: usual, max })

export const tiers: Schemas['TierList'] = {
  tiers: [
    { tier: 'small', agents: range(2, 10, 50), rounds: range(1, 15, 30) },
    { tier: 'large', agents: range(2, 35, 10000), rounds: range(1, 200, 300) },
  ],
}

export const config: Schemas['Config'] = {
  demo_mode: false,
  max_seed_chars: 50,
  max_goal_chars: 2000,
  max_active_jobs: 5,
}
