// The generated client, with the access token on every call and one silent renewal when it has run out.

import createClient, { type Middleware } from 'openapi-fetch'
import { problemOf } from './problem'
import type { components, paths } from './schema'

export type Schemas = components['schemas']

// Kept in memory only: a script that steals storage finds nothing. The refresh cookie outlives a reload.
let accessToken: string | undefined
let renewal: Promise<boolean> | undefined

export function setAccessToken(token: string | undefined): void {
  accessToken = token
}

/** Asks for a new access token by the refresh cookie; callers at the same time share one request. */
export function renewAccessToken(): Promise<boolean> {
  renewal ??= requestRenewal().finally(() => {
    renewal = undefined
  })
  return renewal
}

async function requestRenewal(): Promise<boolean> {
  const response = await fetch('/api/auth/refresh', { method: 'POST' })
  if (!response.ok) {
    accessToken = undefined
    return false
  }
  const body = (await response.json()) as { token: string }
  accessToken = body.token
  return true
}

/** `fetch` with the token; a 401 is tried once more with a new one. */
export async function fetchSignedIn(input: Request): Promise<Response> {
  const again = input.clone()
  const response = await fetch(withToken(input))
  if (response.status !== 401 || accessToken === undefined) return response
  return (await renewAccessToken()) ? fetch(withToken(again)) : response
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
