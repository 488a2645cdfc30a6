import type { Schemas } from '../../api/client'

export const user: Schemas['User'] = {
  id: '1',
  email: 'ada@example.org',
  email_verified: false,
  created_at: '2026-01-01T00:00:00Z',
}

export const signedIn: Schemas['SignedIn'] = { user, token: 't', expires_in_s: 900 }
