import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it, vi } from 'vitest'
import { server } from '../test/server'
import { api, ok, onSessionEnd, renewAccessToken, setAccessToken } from './client'

const refused = HttpResponse.json(
  { detail: 'Invalid or expired token', code: 'invalid_token' },
  { status: 401 },
)
const ended = vi.fn()

beforeEach(() => {
  ended.mockReset()
  onSessionEnd(ended)
  setAccessToken('old')
})

/** What the server answers to a renewal; it takes the token `new` alone. */
function serve(renewal: () => Response): void {
  server.use(
    http.post('/api/auth/refresh', renewal),
    http.get('/api/auth/me', ({ request }) =>
      request.headers.get('Authorization') === 'Bearer new'
        ? HttpResponse.json({ id: '1' })
        : refused.clone(),
    ),
  )
}

it('renews a token that has run out, once for all who need it', async () => {
  const renewal = vi.fn(() => HttpResponse.json({ token: 'new' }))
  serve(renewal)

  const answers = await Promise.all([ok(api.GET('/api/auth/me')), ok(api.GET('/api/auth/me'))])

  expect(answers).toEqual([{ id: '1' }, { id: '1' }])
  expect(renewal).toHaveBeenCalledOnce()
  expect(ended).not.toHaveBeenCalled()
})

it('says that the session has ended when the renewal is refused', async () => {
  serve(() => refused.clone())

  await expect(ok(api.GET('/api/auth/me'))).rejects.toThrow('Invalid or expired token')

  expect(ended).toHaveBeenCalledOnce()
})

it('signs nobody out because the server is away', async () => {
  serve(() => new HttpResponse('Bad gateway', { status: 502 }))

  await expect(renewAccessToken()).rejects.toThrow('The server is away.')
  await expect(ok(api.GET('/api/auth/me'))).rejects.toThrow('The server is away.')

  expect(ended).not.toHaveBeenCalled()
})
