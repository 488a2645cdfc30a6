import userEvent from '@testing-library/user-event'
import { screen, within } from '@testing-library/vue'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import type { NewsItem } from '../../api/artifact'
import { event } from '../../test/factories/event'
import { renderInApp } from '../../test/harness'
import { server } from '../../test/server'
import NewsPanel from './NewsPanel.vue'

const ruling: NewsItem = {
  round_num: 3,
  source: 'scheduled',
  text: 'The court has ruled.',
  audience: 60,
  stances: [{ issue: 'i0', position: 1 }],
  stances_read: true,
  moved: [{ issue: 'i0', agents: 3, furthest: [{ agent: 'a1', name: 'Łucja Wójcik', by: -0.25 }] }],
  event: 'e40',
}
const viral: NewsItem = {
  ...ruling,
  source: { viral_post: { post: 'p9' } },
  text: 'A post is everywhere.',
  moved: [],
  event: 'e60',
}

function answer(news: NewsItem[] | undefined, status = 200): void {
  const files = news
    ? { 'news.json': `${location.origin}/simswarm/news.json?X-Amz-Signature=x` }
    : {}
  server.use(
    http.get('/api/jobs/7/sim-data', () => HttpResponse.json({ job_id: 7, files })),
    http.get('/simswarm/news.json', ({ request }) => {
      const isSigned = request.headers.get('Authorization') === null
      return HttpResponse.json(news ?? null, { status: isSigned ? status : 400 })
    }),
  )
}

beforeEach(() => {
  const issue = event(
    'issue_defined',
    { issue: 'i0', definition: { proposition: 'It sails' } },
    2,
    0,
  )
  server.use(
    http.get('/api/jobs/7/events', () =>
      HttpResponse.json({ events: [issue], last_seq: 99, next_after: null }),
    ),
  )
})

const show = (hasData = true, isOver = true) => renderInApp(NewsPanel, { id: 7, hasData, isOver })

it('lists what was news, and whom it moved', async () => {
  answer([ruling, viral])
  show()

  const items = await screen.findAllByRole('listitem')
  const first = within(items[0] as HTMLElement)
  first.getByText('The court has ruled.')
  first.getByText(/Round 3 · planned from outside · for\s+60 agents/)
  await first.findByText('Points towards yes on “It sails”, as its text reads.')
  await first.findByText(/on “It sails”: Łucja Wójcik −0.25 and 2 others/)
  expect(screen.queryByText('A post is everywhere.')).toBeNull()

  await userEvent.selectOptions(screen.getByLabelText('Show'), 'all')

  screen.getByText(/post p9 drew much attention/)
  screen.getByText('Moved nobody.')
})

it('says so where an item could not move anybody', async () => {
  answer([{ ...ruling, stances: [], moved: [] }])
  show()

  await screen.findByText(/Takes no side on what is at issue/)
})

it('shows what there is where nothing came from outside', async () => {
  answer([viral])
  show()

  await screen.findByText('A post is everywhere.')
  expect(screen.getAllByRole('option').map((option) => option.textContent.trim())).toEqual([
    'All (1)',
  ])
})

it.each([[[]], [undefined]])('says that nothing was news', async (news) => {
  answer(news)
  show()

  await screen.findByText(/Nothing was news/)
})

it('says what is wrong where the file cannot be had', async () => {
  answer([], 503)
  show()

  expect((await screen.findByRole('alert')).textContent).toContain('The server is away')
})

it('waits for the end, and says where there is none to wait for', () => {
  show(false, false)
  screen.getByText(/is listed when the simulation is over/)
  show(false, true)
  screen.getByText('This simulation ended without a list of news.')
})
