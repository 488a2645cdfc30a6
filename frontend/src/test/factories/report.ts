import type { Schemas } from '../../api/client'
import type { Claim, ReportContent } from '../../api/report'

const words = (text: string): Claim => ({ spans: [{ type: 'words', text }] })

export const quoted: Claim = {
  spans: [
    { type: 'verbatim', text: 'Ada' },
    { type: 'words', text: ' wrote ' },
    { type: 'quote', text: 'It sails', citation: { label: 'p1', event: 9, round: 2, agent: 'a0' } },
  ],
}

export const content: ReportContent = {
  title: 'The ferry',
  question: 'Does the ferry sail?',
  verdict: {
    answer: words('Likely: it sails.'),
    basis: [words('The signals agree.')],
    signals: [
      { name: 'poll', value: 0.8, direction: 1 },
      { name: 'market', value: 0.4, direction: -1 },
      { name: 'belief', value: 0.3, direction: 0 },
    ],
  },
  sections: [
    {
      id: 'findings',
      title: 'Findings',
      blocks: [
        { type: 'heading', text: words('Who spoke') },
        { type: 'paragraph', claims: [words('Two spoke.')] },
        { type: 'list', items: [quoted] },
        { type: 'table', columns: ['Round'], rows: [[words('third')]] },
      ],
    },
  ],
}

export function report(change: Partial<Schemas['Report']> = {}): Schemas['Report'] {
  return {
    job_id: 7,
    status: 'ready',
    generation: 1,
    sections: [],
    content: content as never,
    created_at: '2026-01-02T03:04:05Z',
    ...change,
  }
}
