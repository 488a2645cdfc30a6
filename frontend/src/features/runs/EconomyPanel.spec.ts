import { screen, within } from '@testing-library/vue'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import type { Economy } from '../../api/artifact'
import { renderInApp } from '../../test/harness'
import { server } from '../../test/server'
import EconomyPanel from './EconomyPanel.vue'

const opening = { average_price: 10, unemployment: 0.04, output: 0, sales: 0, investment: 0 }
const economy: Economy = {
  firms: ['a1', 'a2'],
  authorities: ['a3'],
  labour_force: 25,
  money: 1234.5,
  opening,
  rounds: [
    {
      ...opening,
      round_num: 1,
      average_price: 10.5,
      unemployment: 0.2,
      output: 40,
      sales: 38.25,
      tax_rate: 0.1,
      benefit: 5,
    },
  ],
}

function answer(body: Economy | null): void {
  const files = { 'economy.json': `${location.origin}/simswarm/economy.json?X-Amz-Signature=x` }
  server.use(
    http.get('/api/jobs/7/sim-data', () => HttpResponse.json({ job_id: 7, files })),
    http.get('/simswarm/economy.json', () => HttpResponse.json(body)),
  )
}

const show = (hasData = true, isOver = true) =>
  renderInApp(EconomyPanel, { id: 7, hasData, isOver })

it('draws each figure, and has the numbers in a table', async () => {
  answer(economy)
  show()

  await screen.findByRole('img', { name: /Without work over the rounds: from 4% to 20%/ })
  expect(screen.getAllByRole('img')).toHaveLength(5)
  screen.getByText(
    /2 companies,\s+1 authority and\s+25 people who can work share\s+1,234.5 of play money/,
  )
  const row = within(screen.getByRole('row', { name: /^1 / }))
  for (const cell of ['10.5', '20%', '40', '38.25', '10%', '5'])
    row.getByRole('cell', { name: cell })
})

it('says that a run has no economy', async () => {
  answer(null)
  show()

  await screen.findByText('This simulation has no economy.')
})

it('waits for the end, and says where there is none to wait for', () => {
  show(false, false)
  screen.getByText('How the economy went is shown when the simulation is over.')
  show(false, true)
  screen.getByText('This simulation ended without an economy.')
})
