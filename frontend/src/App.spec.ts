import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import userEvent from '@testing-library/user-event'
import { render, screen } from '@testing-library/vue'
import { http, HttpResponse } from 'msw'
import { createPinia } from 'pinia'
import { expect, it, vi } from 'vitest'
import { api, setAccessToken } from './api/client'
import App from './App.vue'
import { router } from './router'
import { user } from './test/factories/user'
import { server } from './test/server'

const list = { jobs: [], total: 0, page: 1, per_page: 20 }

async function open(path: string): Promise<QueryClient> {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const plugins = [createPinia(), router, [VueQueryPlugin, { queryClient }] as [never, never]]
  // Outside the app: its guard needs the store of this test's own.
  render(App, { global: { plugins: plugins as never } })
  await router.push(path)
  return queryClient
}

function signedIn(): void {
  server.use(
    http.post('/api/auth/refresh', () => HttpResponse.json({ token: 't' })),
    http.get('/api/auth/me', () => HttpResponse.json(user)),
    http.get('/api/jobs', () => HttpResponse.json(list)),
  )
}

it('says that the server is away instead of asking to sign in, and goes on when it is back', async () => {
  server.use(http.post('/api/auth/refresh', () => new HttpResponse(null, { status: 502 })))
  await open('/runs')
  expect((await screen.findByRole('alert')).textContent).toContain('The server is away.')

  signedIn()
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))

  await screen.findByText('Nothing here yet')
})

it('shows the next person nothing of what the last one saw', async () => {
  signedIn()
  server.use(http.post('/api/auth/logout', () => new HttpResponse(null, { status: 204 })))
  const queries = await open('/runs?')
  await screen.findByText('Nothing here yet')
  expect(queries.getQueryData(['runs', 1])).toBeDefined()

  await userEvent.click(screen.getByRole('button', { name: 'Sign out' }))

  await screen.findByRole('heading', { name: 'Sign in' })
  expect(queries.getQueryCache().getAll()).toEqual([])
})

it('asks to sign in again when the session has ended, and comes back', async () => {
  signedIn()
  await open('/runs?page=again')
  await screen.findByText('Nothing here yet')
  const refusal = { detail: 'Invalid or expired token', code: 'invalid_token' }
  const refused = () => HttpResponse.json(refusal, { status: 401 })
  server.use(http.get('/api/jobs', refused), http.post('/api/auth/refresh', refused))

  await api.GET('/api/jobs').catch(() => undefined)

  await screen.findByRole('heading', { name: 'Sign in' })
  expect(router.currentRoute.value.query).toEqual({ next: '/runs?page=again' })
})

it('says that signing out has failed', async () => {
  signedIn()
  server.use(http.post('/api/auth/logout', () => new HttpResponse(null, { status: 503 })))
  await open('/runs?page=last')
  await screen.findByText('Nothing here yet')

  await userEvent.click(screen.getByRole('button', { name: 'Sign out' }))

  expect((await screen.findByRole('alert')).textContent).toContain('You are still signed in.')
  await vi.waitFor(() => {
    expect(router.currentRoute.value.name).toBe('runs')
  })
  setAccessToken(undefined)
})
