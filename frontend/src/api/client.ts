// The generated client, with the access token on every call and one silent renewal when it has run out.

import createClient, { type Middleware } from 'openapi-fetch'
import { problemOf } from './problem'
import type { components, paths } from './schema'

export type Schemas = components['schemas']

// Kept in memory only: a script that steals storage finds nothing. The refresh cookie outlives a reload.
let accessToken: string | undefined
let renewal: Promise<boolean> | undefined
let sessionEnded: () => void = () => undefined

export function setAccessToken(token: string | undefined): void {
  accessToken = token
}

/** `listener` is called when somebody was signed in and is no longer. */
export function onSessionEnd(listener: () => void): void {
  sessionEnded = listener
}

/**
 * Asks for a new access token by the refresh cookie; callers at the same time share one request. False: nobody is
 * signed in. It throws where that cannot be told, because the server is away or busy.
 */
export function renewAccessToken(): Promise<boolean> {
  renewal ??= requestRenewal().finally(() => {
    renewal = undefined
  })
  return renewal
}

async function requestRenewal(): Promise<boolean> {
  const response = await fetch('/api/auth/refresh', { method: 'POST' })
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok) {
    accessToken = (body as { token: string }).token
    return true
  }
  if (response.status !== 401) throw problemOf(response.status, body)
  accessToken = undefined
  return false
}

/** `fetch` with the token; a 401 is tried once more with a new one. */
export async function fetchSignedIn(input: Request): Promise<Response> {
  const again = input.clone()
  const response = await fetch(withToken(input))
  if (response.status !== 401 || accessToken === undefined) return response
  if (await renewAccessToken()) return fetch(withToken(again))
  sessionEnded()
  return response
}

function withToken(request: Request): Request {
  if (accessToken !== undefined) request.headers.set('Authorization', `Bearer ${accessToken}`)
  return request
}

const problems: Middleware = {
  async onResponse({ response }) {
    if (response.ok) return
    const body: unknown = await response.json().catch(() => undefined)
    throw problemOf(response.status, body)
  },
}

export const api = createClient<paths>({ baseUrl: location.origin, fetch: fetchSignedIn })
api.use(problems)

/** The body of an answer that succeeded: failures were thrown as `Problem`s already. */
export async function ok<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call
  return data as T
}
